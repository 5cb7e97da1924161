"""Tell how likely words are of each kind, by weights learnt from posts that were written for it.

A word is a vector (what the sentence model makes of it alone, and what was learnt of it here), three words in a
row are looked at together, and the strongest of what is seen so decides. It costs tens of microseconds, where
the sentence model itself takes milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
WEIGHTS_FILE = "checking.npz"
REACH = 3


@dataclass(frozen=True)
class Layers:
    """What was learnt, for `hidden` features and `kinds` kinds.

    `seen` (3 x width by hidden) with `seen_bias` looks at three words in a row; `told` (hidden + width by kinds) with
    `told_bias` tells the kinds from the strongest of each feature and the mean of the words.
    """

    seen: Floats
    seen_bias: Floats
    told: Floats
    told_bias: Floats


class LearntKinds:
    """A trained detector of kinds."""

    def __init__(
        self,
        kinds: Sequence[str],
        words: Sequence[str],
        vectors: Floats,
        layers: Layers,
    ) -> None:
        """Take a vector for each word; the word with number 0 stands for all that are not known."""
        self.kinds, self.layers = tuple(kinds), layers
        self.words, self.vectors = tuple(words), vectors
        self._numbers = {word: number for number, word in enumerate(words)}
        width, hidden = vectors.shape[1], layers.seen.shape[1]
        self._each = layers.seen.reshape(REACH, width, hidden).transpose(1, 0, 2).reshape(width, -1)
        self._shares = np.zeros((len(words), REACH * hidden), dtype=np.float32)
        self._is_known = np.zeros(len(words), dtype=bool)
        self._is_known[0] = True

    def numbers(self, words: Sequence[str]) -> list[int]:
        """Return the number of each word; 0 for one that is not known."""
        number = self._numbers
        return [number.get(each, 0) for each in words]

    def features(self, numbers: Sequence[int]) -> Floats:
        """Return what is seen at each place of a row of words: (places, hidden)."""
        row = np.asarray(numbers)
        new = np.unique(row[~self._is_known[row]])
        if len(new):
            self._shares[new] = self.vectors[new] @ self._each
            self._is_known[new] = True
        hidden = self.layers.seen.shape[1]
        shares = self._shares[row]
        found = shares[:, hidden : 2 * hidden] + self.layers.seen_bias
        found[1:] += shares[:-1, :hidden]
        found[:-1] += shares[1:, 2 * hidden :]
        return np.maximum(found, 0, out=found)

    def scores(self, numbers: Sequence[int], features: Floats, starts: Sequence[int]) -> Floats:
        """Return how likely each kind is (0: as likely as not) in stretches of words that begin at `starts`."""
        strongest = np.maximum.reduceat(features, starts, axis=0)
        lengths = np.diff([*starts, len(numbers)])[:, None]
        middle = np.add.reduceat(self.vectors[np.asarray(numbers)], starts, axis=0) / lengths
        hidden = features.shape[1]
        told: Floats = strongest @ self.layers.told[:hidden] + middle @ self.layers.told[hidden:]
        return told + self.layers.told_bias

    def weight_of_places(self, features: Floats, kind: int) -> Floats:
        """Return how much each place of a stretch speaks for a kind."""
        weights = self.layers.told[: features.shape[1], kind]
        places = features.argmax(axis=0)
        return np.bincount(places, weights=features.max(axis=0) * weights, minlength=len(features))

    def packed(self) -> bytes:
        """Return the content of the shipped file."""
        content = BytesIO()
        longest = float(np.abs(self.vectors).max())
        np.savez_compressed(
            content,
            kinds=np.array(self.kinds),
            words=np.frombuffer("\n".join(self.words).encode(), dtype=np.uint8),
            vectors=np.round(self.vectors / longest * 127).astype(np.int8),
            scale=np.float32(longest / 127),
            seen=self.layers.seen.astype(np.float16),
            seen_bias=self.layers.seen_bias.astype(np.float16),
            told=self.layers.told.astype(np.float16),
            told_bias=self.layers.told_bias.astype(np.float16),
        )
        return content.getvalue()

    @staticmethod
    def unpacked(content: bytes) -> "LearntKinds":
        """Return the detector in the content of a file."""
        with np.load(BytesIO(content)) as held:
            layers = Layers(
                *(held[each].astype(np.float32) for each in ("seen", "seen_bias", "told", "told_bias"))
            )
            return LearntKinds(
                [str(each) for each in held["kinds"]],
                held["words"].tobytes().decode().split("\n"),
                held["vectors"].astype(np.float32) * held["scale"],
                layers,
            )


@cache
def load_learnt() -> LearntKinds:
    """Return the detector that ships."""
    return LearntKinds.unpacked((files("belisha") / "library" / "model" / WEIGHTS_FILE).read_bytes())
