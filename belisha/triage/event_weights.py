"""Judge how likely a story tells of each event, by weights learnt from phrases and stories.

A text is a bag of stems and pairs of stems beside the mean of its words' vectors. The vector of a word is
what the sentence model makes of it alone, so that a word that no phrase has still counts by what it means, at
the cost of a look-up: the sentence model itself takes 15 ms for a story.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from belisha.asking.text import STOP_WORDS, stem, words_of

EVENTS_FILE = "events.npz"
_SENTENCE_END = re.compile(r" [.;!?]+(?: |$)")
_SHORTEST = 3


@dataclass(frozen=True)
class EventWeights:
    """What was learnt. `weights`: a row for the bias, each dimension and each term; a column per event."""

    events: tuple[str, ...]
    words: Mapping[str, int]
    vectors: NDArray[np.float32]
    terms: Mapping[str, int]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]

    def likelihoods(self, text: str) -> dict[str, float]:
        """Return how likely each event is in a normalised text, by its likeliest sentence or the whole."""
        parts = [each for each in _SENTENCE_END.split(text) if len(each.split()) >= _SHORTEST]
        if len(parts) != 1:
            parts.append(text)
        rows = np.stack([self.features(words_of(each)) for each in parts])
        return dict(zip(self.events, map(float, (rows @ self.weights).max(axis=0)), strict=True))

    def features(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """Return the features of a text's words: a bias, the mean of the vectors, the weighted terms."""
        found = np.zeros(len(self.weights), dtype=np.float32)
        found[0] = 1
        width = self.vectors.shape[1]
        found[1 : width + 1] = self._meaning(tokens)
        for term in terms_of(tokens):
            place = self.terms.get(term)
            if place is not None:
                found[width + 1 + place] = self.rarity[place]
        bag = found[width + 1 :]
        bag /= np.linalg.norm(bag) or 1
        return found

    def _meaning(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        telling = [self.words[each] for each in tokens if each in self.words and each not in STOP_WORDS]
        rows = telling or [self.words[each] for each in tokens if each in self.words]
        if not rows:
            return np.zeros(self.vectors.shape[1], dtype=np.float32)
        total: NDArray[np.float32] = self.vectors[rows].sum(axis=0)
        return total / (np.linalg.norm(total) or 1)

    def packed(self) -> bytes:
        """Return the content of the shipped file."""
        content = BytesIO()
        longest = float(np.abs(self.vectors).max())
        np.savez_compressed(
            content,
            events=_joined(self.events),
            words=_joined(self.words),
            vectors=np.round(self.vectors / longest * 127).astype(np.int8),
            scale=np.float32(longest / 127),
            terms=_joined(self.terms),
            rarity=self.rarity.astype(np.float16),
            weights=self.weights.astype(np.float16),
        )
        return content.getvalue()

    @staticmethod
    def unpacked(content: bytes) -> "EventWeights":
        """Return the weights in the content of a file."""
        with np.load(BytesIO(content)) as held:
            return EventWeights(
                tuple(_parted(held["events"])),
                {word: row for row, word in enumerate(_parted(held["words"]))},
                held["vectors"].astype(np.float32) * held["scale"],
                {term: place for place, term in enumerate(_parted(held["terms"]))},
                held["rarity"].astype(np.float32),
                held["weights"].astype(np.float32),
            )


def terms_of(tokens: Sequence[str]) -> list[str]:
    """Return the stems of a text's words and the pairs of stems, each once, in order."""
    stems = [stem(each) for each in tokens]
    return list(dict.fromkeys((*stems, *(f"{one} {other}" for one, other in pairwise(stems)))))


@cache
def load_event_weights() -> EventWeights:
    """Return the weights that ship."""
    return EventWeights.unpacked((files("belisha") / "library" / "model" / EVENTS_FILE).read_bytes())


def _joined(texts: Sequence[str] | Mapping[str, int]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def _parted(joined: NDArray[np.uint8]) -> list[str]:
    return joined.tobytes().decode().split("\n")
