"""What two policies say of platforms: from which age, and whether the school blocks them."""

from collections.abc import Iterator, Mapping

from belisha.rules.clauses import PlatformFact
from belisha.rules.comparing.differences import Difference, Grounding, Side
from belisha.rules.judging.compiled import CompiledPolicy

OTHER = "other"
GRAVITY = 1.5


def age_differences(
    policies: tuple[CompiledPolicy, CompiledPolicy], names: tuple[str, str]
) -> Iterator[Difference]:
    """For each platform that either names: where the minimum age or the blocking differs.

    A platform that only one names is held against what the other says of all others.
    """
    known = [_ages(policy) for policy in policies]
    platforms = policies[0].vocabulary.platforms
    for platform in (*platforms, OTHER):
        if not any(platform in ages for ages in known):
            continue
        sides = [_side(ages, platform, name) for ages, name in zip(known, names, strict=True)]
        if sides[0].says != sides[1].says:
            label = platforms[platform].label if platform in platforms else "All other platforms"
            yield Difference(
                sentence=f"{label}: {sides[0].says} at {sides[0].name}, {sides[1].says} at {sides[1].name}.",
                first=sides[0],
                second=sides[1],
                facts={"platform": platform},
                gravity=GRAVITY,
            )


def _ages(policy: CompiledPolicy) -> Mapping[str, list[PlatformFact]]:
    found: dict[str, list[PlatformFact]] = {}
    for clause in policy.clauses:
        if isinstance(clause, PlatformFact):
            for platform in clause.platforms:
                found.setdefault(platform, []).append(clause)
    return found


def _side(ages: Mapping[str, list[PlatformFact]], platform: str, name: str) -> Side:
    facts = ages.get(platform) or ages.get(OTHER, [])
    minimum = max((each.minimum_age for each in facts if each.minimum_age is not None), default=None)
    blocked = next((each.blocked for each in facts if each.blocked is not None), None)
    says = "no age stated" if minimum is None else f"from {minimum}"
    if blocked is not None:
        says += ", blocked at school" if blocked else ", not blocked at school"
    return Side(name, says, None, tuple(Grounding(each.id, each.cites, each.title) for each in facts))
