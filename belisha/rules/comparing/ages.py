"""What two policies say of platforms: from which age, and whether the school blocks them."""

from collections.abc import Iterator, Mapping

from belisha.rules.comparing.differences import Difference, Grounding, Side
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.language.clauses import PlatformFact
from belisha.rules.wording.grammar import and_list

OTHER = "other"
GRAVITY = 1.5


def age_differences(
    policies: tuple[CompiledPolicy, CompiledPolicy], names: tuple[str, str]
) -> Iterator[Difference]:
    """Yield where the minimum age or the blocking differs: one for all platforms that are treated alike.

    A platform that only one names is held against what the other says of all others.
    """
    known = [_ages(policy) for policy in policies]
    labels = {each.id: each.label for each in policies[0].vocabulary.platforms.values()}
    alike: dict[tuple[Side, Side], list[str]] = {}
    for platform in (*labels, OTHER):
        if any(platform in ages for ages in known):
            first, second = (_side(ages, platform, name) for ages, name in zip(known, names, strict=True))
            if first.says != second.says:
                alike.setdefault((first, second), []).append(labels.get(platform, "all other platforms"))
    for (first, second), platforms in alike.items():
        which = and_list(platforms)
        yield Difference(
            sentence=f"{which[:1].upper()}{which[1:]}: {first.says} at {first.name},"
            f" {second.says} at {second.name}.",
            first=first,
            second=second,
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
