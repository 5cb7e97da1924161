"""The answers that a question may have."""

from collections.abc import Iterator
from itertools import pairwise

from belisha.rules.judging.fact_bits import AGE, PLATFORM, UNDER_AGE, FactBits
from belisha.rules.language.clauses import Comparator, Condition
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.words import OTHER, FactKind


def answers(
    fact: str, facts: dict[str, FactValue], fact_bits: FactBits, parties: tuple[str, ...]
) -> Iterator[tuple[str, FactValue]]:
    """Yield each answer's label, with the value to judge it by.

    `parties` are the answers to who the other person is. A number has one answer for each stretch that
    the policy treats alike, a platform one for each that the policy names and one for all others, and a
    choice one for each value on which the policy turns and one for all others.
    """
    if parties:
        yield from ((party, party) for party in parties)
    elif fact_bits.kind(fact) is FactKind.NUMBER:
        yield from _numbers(thresholds(fact, facts, fact_bits))
    elif fact_bits.kind(fact) is FactKind.PLATFORM:
        yield from ((platform, platform) for platform in (*platforms(fact_bits), OTHER))
    elif fact in fact_bits.choices:
        yield from ((value, value) for value in (*chosen_among(fact, fact_bits), OTHER))
    else:
        yield from (("yes", True), ("no", False))


def chosen_among(choice: str, fact_bits: FactBits) -> list[str]:
    """Return the values of a choice on which the policy turns, in the vocabulary's order."""
    follows = fact_bits.follows
    return [each for each in fact_bits.choices[choice] if each in follows and follows[each][1][0]]


def thresholds(fact: str, facts: dict[str, FactValue], fact_bits: FactBits) -> list[int]:
    """Return the numbers at which the policy draws a line, smallest first."""
    found = set()
    for condition in fact_bits.measures.get(fact, {}).values():
        found |= set(_edges(condition))
    if fact == AGE and UNDER_AGE in fact_bits.facts:
        platform = str(facts.get(PLATFORM, ""))
        at = fact_bits.minimum_ages.get(platform, fact_bits.minimum_ages.get(OTHER)) if platform else None
        found |= {at} if at is not None else set(fact_bits.minimum_ages.values())
    return sorted(found)


def _edges(condition: Condition) -> tuple[int, ...]:
    """Return the numbers from which on a comparison comes out otherwise than just below them."""
    value = int(condition.value or 0)
    if condition.upper is not None:
        return value, condition.upper + 1
    if condition.comparison in (Comparator.IS, Comparator.EXACTLY):
        return value, value + 1
    return (value + 1,) if condition.comparison in (Comparator.AT_MOST, Comparator.ABOVE) else (value,)


def platforms(fact_bits: FactBits) -> list[str]:
    """Return the platforms that the policy names in a condition or gives an age for."""
    named = {
        str(condition.value)
        for condition in fact_bits.measures.get(PLATFORM, {}).values()
        if condition.comparison is Comparator.IS
    }
    named |= set(fact_bits.minimum_ages) if UNDER_AGE in fact_bits.facts else set()
    return sorted(named - {OTHER})


def _numbers(limits: list[int]) -> Iterator[tuple[str, FactValue]]:
    if not limits:
        return
    yield f"below {limits[0]}", limits[0] - 1
    for low, high in pairwise(limits):
        yield (f"{low} to {high - 1}" if high - 1 > low else f"{low}"), low
    yield f"{limits[-1]} or over", limits[-1]
