"""Index the phrases that people use for each action, for comparison with a question."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from belisha.asking.entities import plain_text
from belisha.asking.identity import cached_by_identity
from belisha.asking.prepared import prepared_for
from belisha.asking.text import content_stems, words_of
from belisha.asking.vectors import vectors_of
from belisha.rules.vocabulary.words import Vocabulary

OUT_OF_SCOPE = ""
"""Stands for what no policy of this kind speaks of."""
_NEAREST = 3
_CONSIDERED = 400
_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A phrase, and the action that it stands for (`OUT_OF_SCOPE` for none)."""

    text: str
    action: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it is compared: its plain text and its vector, a row of 384."""

    plain: str
    vector: NDArray[np.float32]


class PhraseIndex:
    """Entries with their vectors and an inverted index of their words."""

    def __init__(
        self, entries: Sequence[IndexEntry], stems: Sequence[AbstractSet[str]] | None = None
    ) -> None:
        """Index `entries`, whose texts are plain already. `stems` are those of each, where they are known."""
        self._actions = [each.action for each in entries]
        self._matrix = vectors_of([each.text for each in entries])
        stems = stems_of(entries) if stems is None else stems
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

    @property
    def rows(self) -> tuple[Sequence[str], NDArray[np.float32]]:
        """Return the action of each entry and its vector, a row of 384."""
        return self._actions, self._matrix

    def scores(self, wording: Wording, *, by_meaning: float, by_words: float) -> dict[str, float]:
        """Return how similar each action is, about 0 to 1: its nearest entries' mean, the best counted twice.

        `by_meaning` and `by_words` are the weights of similarity by vector and by words.
        """
        return self._best(
            by_meaning * (self._matrix @ wording.vector) + by_words * self._by_words(wording.plain)
        )

    def scores_of_each(
        self, wordings: Sequence[Wording], *, by_meaning: float, by_words: float
    ) -> Iterator[dict[str, float]]:
        """Yield the scores of many texts, a batch at a time: the phrases are read once for each batch."""
        for start in range(0, len(wordings), _AT_ONCE):
            batch = wordings[start : start + _AT_ONCE]
            nearness = np.stack([each.vector for each in batch]) @ self._matrix.T
            for near, each in zip(nearness, batch, strict=True):
                yield self._best(by_meaning * near + by_words * self._by_words(each.plain))

    def _best(self, near: NDArray[np.float32]) -> dict[str, float]:
        best: dict[str, list[float]] = defaultdict(list)
        for place in _nearest(near, _CONSIDERED):
            found = best[self._actions[place]]
            if len(found) < _NEAREST:
                found.append(float(near[place]))
        return {action: (found[0] + sum(found)) / (1 + len(found)) for action, found in best.items()}

    def _by_words(self, plain: str) -> NDArray[np.float32]:
        near = np.zeros(len(self._actions), dtype=np.float32)
        tokens = sorted(set(content_stems(words_of(plain))))
        norm = self._length(tokens)
        for token in tokens:
            if token in self._index:
                rows, shares = self._index[token]
                near[rows] += shares * np.float32(self._weights[token] / norm)
        return near

    def _length(self, tokens: Iterable[str]) -> float:
        return sqrt(sum(self._weights.get(token, self._unseen) ** 2 for token in sorted(tokens))) or 1.0


@cached_by_identity
def phrase_index_of(vocabulary: Vocabulary) -> PhraseIndex:
    """Index the phrases of all actions of a vocabulary, and those that are out of scope."""
    prepared = prepared_for(vocabulary)
    return PhraseIndex(plain_entries(vocabulary), prepared.stems if prepared else None)


@cached_by_identity
def plain_entries(vocabulary: Vocabulary) -> tuple[IndexEntry, ...]:
    """Return the entries of a vocabulary, each phrase in plain text."""
    prepared, phrases = prepared_for(vocabulary), _phrases(vocabulary)
    if prepared is None:
        return entries_of(vocabulary)
    return tuple(IndexEntry(text, action) for text, (_, action) in zip(prepared.texts, phrases, strict=True))


def entries_of(vocabulary: Vocabulary) -> tuple[IndexEntry, ...]:
    """Return the entries of a vocabulary, worked out afresh."""
    return tuple(IndexEntry(plain_text(text, vocabulary), action) for text, action in _phrases(vocabulary))


def stems_of(entries: Iterable[IndexEntry]) -> tuple[frozenset[str], ...]:
    """Return the stems of each entry's words that say something."""
    return tuple(frozenset(content_stems(words_of(each.text))) for each in entries)


def _phrases(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Return every phrase of a vocabulary with the action that it stands for."""
    pairs = [(text, each.id) for each in vocabulary.actions.values() for text in (each.label, *each.phrases)]
    return pairs + [(text, OUT_OF_SCOPE) for text in vocabulary.elsewhere]


def _nearest(near: NDArray[np.float32], count: int) -> list[int]:
    """Return the positions of the `count` greatest, greatest first; ties by position."""
    places = np.arange(len(near)) if len(near) <= count else np.argpartition(-near, count)[:count]
    return [int(each) for each in places[np.lexsort((places, -near[places]))]]


def _weights(documents: Sequence[AbstractSet[str]]) -> dict[str, float]:
    """Return the inverse document frequency of each word."""
    counts: dict[str, int] = defaultdict(int)
    for document in documents:
        for token in document:
            counts[token] += 1
    return {token: log((len(documents) + 1) / (count + 0.5)) for token, count in counts.items()}
