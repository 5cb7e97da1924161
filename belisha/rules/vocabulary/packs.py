"""Packs of words: those of a subject that only some policies have. They are asleep until a policy uses one.

A pack is a file of words in `library/packs`. As soon as a clause uses one of its words, all words of the pack
are read in that policy's questions, and in no other's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import SHARED, WORD_TABLES, pack_files, wider, with_pack
from belisha.rules.vocabulary.tables import asleep_in, is_awake
from belisha.rules.vocabulary.words import Vocabulary


@dataclass(frozen=True, slots=True)
class _Kept:
    """A vocabulary with packs awake, beside the one that it was made of, which keeps its identity taken."""

    base: Vocabulary
    awake: Vocabulary


_KEPT: dict[tuple[int, tuple[str, ...]], _Kept] = {}
_MOST_KEPT = 64


def with_packs(vocabulary: Vocabulary, policy: Policy) -> Vocabulary:
    """Return the vocabulary as this policy speaks it: with the words of each pack that it uses.

    A policy that uses none is given the vocabulary itself.
    """
    return with_awake(vocabulary, packs_of(policy, vocabulary))


def with_awake(vocabulary: Vocabulary, packs: Iterable[str]) -> Vocabulary:
    """Return the vocabulary with these packs awake, the same one for the same packs."""
    names = tuple(sorted(packs))
    if not names:
        return vocabulary
    key = id(vocabulary), names
    kept = _KEPT.get(key)
    if kept is None:
        awake = vocabulary
        for name in names:
            awake = with_pack(awake, name)
        while len(_KEPT) >= _MOST_KEPT:
            _KEPT.pop(tuple(_KEPT)[0], None)  # noqa: RUF015 (one step, whatever other threads do)
        kept = _KEPT.setdefault(key, _Kept(vocabulary, awake))
    return kept.awake


def packs_of(policy: Policy, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the names of the packs that a policy uses a sleeping word of, itself or through a wider word."""
    return packs_with(policy.used_words, vocabulary)


def packs_with(used: frozenset[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Return the names of the packs of which one of these words sleeps, itself or through a wider word."""
    asleep = {
        table: getattr(vocabulary, table) for table in WORD_TABLES if asleep_in(getattr(vocabulary, table))
    }
    if not asleep:
        return frozenset()
    homes = _homes()
    found: set[str] = set()
    for table, words in asleep.items():
        for word in used.intersection((*words, *asleep_in(words))):
            chain = wider(words, word) if table in SHARED else (word,)
            found.update(homes[table, each] for each in chain if not is_awake(words, each))
    if found:
        found.update(name for name, pack in pack_files().items() if pack.is_shared)
    return frozenset(found)


@cache
def _homes() -> Mapping[tuple[str, str], str]:
    """Return the pack of each word, by table and id."""
    return {
        (table, word): name
        for name, file in pack_files().items()
        for table in WORD_TABLES
        for word in file.own(table)
    }
