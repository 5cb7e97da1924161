"""The words that detectors look for, from `belisha/library/checking/`, in one automaton."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation

from belisha.checking.text import Words, plain_words

FOLDER = files("belisha") / "library" / "checking"
_VOWELS = "aeiou"


def read_data(name: str) -> dict[str, Any]:
    """Return a data file of checking."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def forms_of(phrase: str) -> Iterator[str]:
    """Yield a phrase of the data file in each of its forms: `*` a plural, `+` the forms of a verb."""
    if phrase.endswith("*"):
        one = phrase[:-1]
        yield from (one, _with_s(one))
    elif phrase.endswith("+"):
        yield from _verb_forms(phrase[:-1])
    else:
        yield phrase


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def _verb_forms(word: str) -> Iterator[str]:
    yield from (word, _with_s(word))
    if word.endswith("e"):
        yield from (f"{word}d", f"{word[:-1]}ing")
    elif word.endswith("y") and word[-2] not in _VOWELS:
        yield from (f"{word[:-1]}ied", f"{word}ing")
    else:
        double = word + word[-1] if word[-1] in "bgmnpt" and word[-2] in _VOWELS else word
        yield from (f"{double}ed", f"{double}ing", f"{word}ed", f"{word}ing", f"{word}al", f"{word}ism")


class CheckLexicon:
    """Phrases by topic ("insult.noun"), all looked for at once."""

    def __init__(self, content: Mapping[str, Mapping[str, list[str]]]) -> None:
        topics: dict[str, set[str]] = defaultdict(set)
        for group, lists in content.items():
            for name, phrases in lists.items():
                for phrase in phrases:
                    for form in forms_of(phrase):
                        topics[" ".join(plain_words(form))].add(f"{group}.{name}")
        topics.pop("", None)
        self._topics = [tuple(sorted(each)) for each in topics.values()]
        self._lengths = [phrase.count(" ") + 1 for phrase in topics]
        self.by_phrase = dict(zip(topics, self._topics, strict=True))
        self._automaton = AhoCorasick(
            [f" {phrase} " for phrase in topics], implementation=Implementation.ContiguousNFA
        )

    def hits(self, words: Words) -> dict[str, list[tuple[int, int]]]:
        """Return for each topic the runs of words (first, last) that were found, in order."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        sentences, lengths, topics = words.sentences, self._lengths, self._topics
        matches = self._automaton.find_matches_as_indexes(words.stream, overlapping=True)
        firsts = np.searchsorted(words.offsets, [start + 1 for _, start, _ in matches], side="right") - 1
        for (pattern, _, _), first in zip(matches, firsts.tolist(), strict=True):
            last = first + lengths[pattern] - 1
            if sentences[first] == sentences[last]:
                for topic in topics[pattern]:
                    found[topic].append((first, last))
        return found

    def topics_of(self, word: str) -> tuple[str, ...]:
        """Return the topics of a single phrase."""
        return self.by_phrase.get(word, ())


@cache
def lexicon() -> CheckLexicon:
    """Return the shipped lexicon."""
    return CheckLexicon(read_data("words"))


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a list of `syntax.toml` as a set."""
    return frozenset(read_data("syntax")[name])
