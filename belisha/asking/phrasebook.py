"""The phrases that people use, each for an action, ready to be compared with a question."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from belisha.asking.identity import cached_by_identity
from belisha.asking.mentions import plain_text
from belisha.asking.text import telling_stems, words_of
from belisha.asking.vectors import vectors_of
from belisha.rules.words import Vocabulary

ELSEWHERE = ""
"""Stands for what no policy of this kind speaks of."""
_NEAREST = 3
_CONSIDERED = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase, and the action that it stands for (`ELSEWHERE` for none)."""

    text: str
    action: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it is compared: its plain text and its vector, a row of 384."""

    plain: str
    vector: NDArray[np.float32]


class Phrasebook:
    """Entries with their vectors and an index of their words."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Index `entries`, whose texts are plain already."""
        self._actions = [each.action for each in entries]
        self._matrix = vectors_of([each.text for each in entries])
        stems = [set(telling_stems(words_of(each.text))) for each in entries]
        self._weights = _weights(stems)
        self._unseen = log(len(entries) + 1.0)
        rows: dict[str, list[int]] = defaultdict(list)
        shares: dict[str, list[float]] = defaultdict(list)
        for row, each in enumerate(stems):
            norm = self._length(each)
            for token in each:
                rows[token].append(row)
                shares[token].append(self._weights[token] / norm)
        self._index = {
            token: (np.array(rows[token]), np.array(shares[token], dtype=np.float32)) for token in rows
        }

    def scores(self, wording: Wording, *, by_meaning: float, by_words: float) -> dict[str, float]:
        """How near each action is: its nearest entries, the best counted twice, from about 0 to 1.

        `by_meaning` and `by_words` weigh the two ways in which an entry can be near.
        """
        near = by_meaning * (self._matrix @ wording.vector) + by_words * self._by_words(wording.plain)
        best: dict[str, list[float]] = defaultdict(list)
        for place in _nearest(near, _CONSIDERED):
            found = best[self._actions[place]]
            if len(found) < _NEAREST:
                found.append(float(near[place]))
        return {action: (found[0] + sum(found)) / (1 + len(found)) for action, found in best.items()}

    def _by_words(self, plain: str) -> NDArray[np.float32]:
        near = np.zeros(len(self._actions), dtype=np.float32)
        tokens = sorted(set(telling_stems(words_of(plain))))
        norm = self._length(tokens)
        for token in tokens:
            if token in self._index:
                rows, shares = self._index[token]
                near[rows] += shares * np.float32(self._weights[token] / norm)
        return near

    def _length(self, tokens: Iterable[str]) -> float:
        return sqrt(sum(self._weights.get(token, self._unseen) ** 2 for token in sorted(tokens))) or 1.0


@cached_by_identity
def phrasebook_of(vocabulary: Vocabulary) -> Phrasebook:
    """The phrases of all actions of a vocabulary, and those that stand for nothing here."""
    return Phrasebook(plain_entries(vocabulary))


@cached_by_identity
def plain_entries(vocabulary: Vocabulary) -> tuple[Entry, ...]:
    """The entries of a vocabulary, each phrase in plain text."""
    pairs = [(text, each.id) for each in vocabulary.actions.values() for text in (each.label, *each.phrases)]
    pairs += [(text, ELSEWHERE) for text in vocabulary.elsewhere]
    return tuple(Entry(plain_text(text, vocabulary), action) for text, action in pairs)


def _nearest(near: NDArray[np.float32], count: int) -> list[int]:
    """The places of the `count` greatest, greatest first; of equal ones the first."""
    places = np.arange(len(near)) if len(near) <= count else np.argpartition(-near, count)[:count]
    return [int(each) for each in places[np.lexsort((places, -near[places]))]]


def _weights(documents: Sequence[set[str]]) -> dict[str, float]:
    """How telling each word is: the rarer, the more."""
    counts: dict[str, int] = defaultdict(int)
    for document in documents:
        for token in document:
            counts[token] += 1
    return {token: log((len(documents) + 1) / (count + 0.5)) for token, count in counts.items()}
