"""The answers that a question may have."""

from collections.abc import Iterator
from itertools import pairwise

from belisha.rules.clauses import Comparison
from belisha.rules.judging.atoms import AGE, OTHER, PLATFORM, UNDER_AGE, Atoms
from belisha.rules.ruling import FactValue
from belisha.rules.words import FactKind


def answers(
    fact: str, facts: dict[str, FactValue], atoms: Atoms, parties: tuple[str, ...]
) -> Iterator[tuple[str, FactValue]]:
    """Each answer's label, with the value to judge it by.

    `parties` are the answers to who the other person is. A number has one answer for each stretch that
    the policy treats alike, a platform one for each that the policy names and one for all others.
    """
    if parties:
        yield from ((party, party) for party in parties)
    elif atoms.kind(fact) is FactKind.NUMBER:
        yield from _numbers(thresholds(fact, facts, atoms))
    elif atoms.kind(fact) is FactKind.PLATFORM:
        yield from ((platform, platform) for platform in (*platforms(atoms), OTHER))
    else:
        yield from (("yes", True), ("no", False))


def thresholds(fact: str, facts: dict[str, FactValue], atoms: Atoms) -> list[int]:
    """The numbers at which the policy draws a line, smallest first."""
    found = set()
    for condition in atoms.measures.get(fact, {}).values():
        value = int(condition.value or 0)
        found |= {value, value + 1} if condition.comparison is Comparison.IS else {value}
    if fact == AGE and UNDER_AGE in atoms.facts:
        platform = str(facts.get(PLATFORM, ""))
        at = atoms.minimum_ages.get(platform, atoms.minimum_ages.get(OTHER)) if platform else None
        found |= {at} if at is not None else set(atoms.minimum_ages.values())
    return sorted(found)


def platforms(atoms: Atoms) -> list[str]:
    """The platforms that the policy names in a condition or gives an age for."""
    named = {
        str(condition.value)
        for condition in atoms.measures.get(PLATFORM, {}).values()
        if condition.comparison is Comparison.IS
    }
    named |= set(atoms.minimum_ages) if UNDER_AGE in atoms.facts else set()
    return sorted(named - {OTHER})


def _numbers(limits: list[int]) -> Iterator[tuple[str, FactValue]]:
    if not limits:
        return
    yield f"below {limits[0]}", limits[0] - 1
    for low, high in pairwise(limits):
        yield (f"{low} to {high - 1}" if high - 1 > low else f"{low}"), low
    yield f"{limits[-1]} or over", limits[-1]
