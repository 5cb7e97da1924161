"""Tell how likely words are of each kind, by weights learnt from posts that were written for it.

There are two looks. The first is quick: a word is a vector (what the sentence model makes of it alone, and
what was learnt of it here), three words in a row are looked at together, and the strongest of what is seen
decides. The second goes by the vector that the sentence model makes of the whole text: that takes longer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
WEIGHTS_FILE = "checking.npz"
REACH = 3
# Words of these lengths are mended, so many of one draft: it is to stay quick.
SHORTEST, SHORTEST_MISSPELT, LONGEST_MENDED, MOST_MENDED = 3, 4, 12, 20
LAYERS = ("seen", "seen_bias", "told", "told_bias", "meant", "meant_bias", "ruled", "ruled_bias")


@dataclass(frozen=True)
class Layers:
    """What was learnt, for `hidden` features and `kinds` kinds.

    `seen` (3 x width by hidden) with `seen_bias` looks at three words in a row; `told` (hidden + width by
    kinds) with `told_bias` tells the kinds from the strongest of each feature and the mean of the words.
    `meant` (384 by hidden) with `meant_bias`, and `ruled` (hidden by kinds) with `ruled_bias` behind it, tell
    them from the vector of a text.
    """

    seen: Floats
    seen_bias: Floats
    told: Floats
    told_bias: Floats
    meant: Floats
    meant_bias: Floats
    ruled: Floats
    ruled_bias: Floats


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

    @property
    def numbers_known(self) -> dict[str, int]:
        """The number of each word that is known."""
        return self._numbers

    def numbers(self, words: Sequence[str]) -> list[int]:
        """Return the number of each word; 0 for one that is not known, however it may be misspelt."""
        number, misspelt = self._numbers, 0
        found = [number.get(each, 0) for each in words]
        for place, word in enumerate(words):
            if not found[place] and SHORTEST <= len(word) <= LONGEST_MENDED and misspelt < MOST_MENDED:
                misspelt += 1
                found[place] = number.get(self.mended(word), 0)
        return found

    def mended(self, word: str) -> str:
        """Return the known word that a word may be meant for; itself if it is known or like none."""
        number = self._numbers
        if word in number or not SHORTEST <= len(word) <= LONGEST_MENDED:
            return word
        return next((each for each in nearly(word) if each in number), word)

    def features(self, numbers: Sequence[int]) -> Floats:
        """Return what is seen at each place of a row of words: (places, hidden)."""
        row = np.asarray(numbers)
        new = np.unique(row[~self._is_known[row]])
        if len(new):
            self._shares[new] = self.vectors[new] @ self._each
            self._is_known[new] = True
        hidden = self.layers.seen.shape[1]
        shares = self._shares[row]
        found: Floats = shares[:, hidden : 2 * hidden] + self.layers.seen_bias
        found[1:] += shares[:-1, :hidden]
        found[:-1] += shares[1:, 2 * hidden :]
        np.maximum(found, 0, out=found)
        return found

    def scores(self, numbers: Sequence[int], features: Floats, starts: Sequence[int]) -> Floats:
        """Return the strength of each kind (0: as likely as not) in stretches that begin at `starts`."""
        strongest = np.maximum.reduceat(features, starts, axis=0)
        lengths = np.diff([*starts, len(numbers)])[:, None]
        middle = np.add.reduceat(self.vectors[np.asarray(numbers)], starts, axis=0) / lengths
        hidden = features.shape[1]
        told: Floats = strongest @ self.layers.told[:hidden] + middle @ self.layers.told[hidden:]
        told += self.layers.told_bias
        return told

    def meant(self, vector: Floats) -> Floats:
        """Return the strength of each kind by the vector of a text."""
        hidden = np.maximum(vector @ self.layers.meant + self.layers.meant_bias, 0)
        found: Floats = hidden @ self.layers.ruled + self.layers.ruled_bias
        return found

    def weight_of_places(self, features: Floats, kind: int) -> Floats:
        """Return how much each place of a stretch speaks for a kind."""
        weights = self.layers.told[: features.shape[1], kind]
        places = features.argmax(axis=0)
        shares = np.bincount(places, weights=features.max(axis=0) * weights, minlength=len(features))
        return shares.astype(np.float32)

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
            **{name: getattr(self.layers, name).astype(np.float16) for name in LAYERS},
        )
        return content.getvalue()

    @staticmethod
    def unpacked(content: bytes) -> "LearntKinds":
        """Return the detector in the content of a file."""
        with np.load(BytesIO(content)) as held:
            layers = Layers(*(held[name].astype(np.float32) for name in LAYERS))
            return LearntKinds(
                [str(each) for each in held["kinds"]],
                held["words"].tobytes().decode().split("\n"),
                held["vectors"].astype(np.float32) * held["scale"],
                layers,
            )


def nearly(word: str) -> Iterator[str]:
    """Yield what may be meant: digits for letters, two letters changed about, one too many, too few or alike.

    Short words are like too many others: of them digits alone are read.
    """
    if not word.isalpha():
        yield word.translate(_DIGITS)
        yield word.replace("8", "ate")
    if len(word) < SHORTEST_MISSPELT:
        return
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    yield from (start + end[1] + end[0] + end[2:] for start, end in parts if len(end) > 1)
    yield from (start + letter + end for start, end in parts[1:] for letter in ascii_lowercase)
    yield from (start + like + end[1:] for start, end in parts if end for like in _ALIKE.get(end[0], ""))
    yield from (start + end[1:] for start, end in parts if end)


_DIGITS = str.maketrans("013457", "oieast")
# Letters that sound alike, and are written for one another.
_ALIKE = {
    "a": "eiou", "e": "aiou", "i": "eyou", "o": "aeiu", "u": "aeio", "y": "i", "s": "zc", "z": "s", "c": "ks",
    "k": "c", "f": "v", "v": "fu", "j": "g", "g": "j", "t": "d", "d": "t", "m": "n", "n": "m", "x": "s",
}  # fmt: skip


@cache
def load_learnt() -> LearntKinds:
    """Return the detector that ships."""
    return LearntKinds.unpacked((files("belisha") / "library" / "model" / WEIGHTS_FILE).read_bytes())
