"""Platforms by the names that people use for them, and from which age each may be used."""

from collections.abc import Iterator, Mapping
from functools import cache

from ahocorasick_rs import AhoCorasick

from belisha.checking.text import Words, plain_words
from belisha.rules.language.clauses import PlatformFact
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.words import OTHER

# Facts of the vocabulary that decide together.
AGE, PLATFORM, UNDER_AGE = "age", "platform", "under-age"
# A shorter name is a letter or a word of its own ("X").
_SHORTEST = 2


def platforms_in(words: Words) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the runs of words that name a platform, with its id."""
    automaton, names = _names()
    for pattern, start, _ in automaton.find_matches_as_indexes(words.stream, overlapping=True):
        phrase, platform = names[pattern]
        first = words.at(start + 1)
        yield (first, first + phrase.count(" ")), platform


@cache
def _names() -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    names = tuple(
        (" ".join(plain_words(name)), each.id)
        for each in load_vocabulary().platforms.values()
        for name in (each.label, *each.names)
        if len(name) >= _SHORTEST
    )
    return AhoCorasick([f" {phrase} " for phrase, _ in names]), names


def with_minimum_age(
    facts: Mapping[str, FactValue], policy: Policy, ages: Mapping[str, int]
) -> Mapping[str, FactValue]:
    """Return facts with whether somebody is too young, by `ages` where the policy names none."""
    age, platform = facts.get(AGE), facts.get(PLATFORM)
    if not isinstance(age, int) or platform not in ages or UNDER_AGE in facts:
        return facts
    stated = {
        name
        for clause in policy.clauses
        if isinstance(clause, PlatformFact) and clause.minimum_age is not None
        for name in clause.platforms
    }
    return facts if {platform, OTHER} & stated else {**facts, UNDER_AGE: age < ages[str(platform)]}
