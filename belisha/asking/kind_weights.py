"""Load the trained weights that tell what kind of words a text is.

Linear over the sentence vector, the terms and the cues of `kind_features`. What kind it is, is also judged by
an anchor for each kind, learnt together with the language model; the mean of both counts. Harm is linear over
terms and cues alone, to which the anchor of harm is added: the language model knows the texts that it was
taught by too well to learn from their vectors once more.
`tools/train_asking.py` makes the file from `benchmarks/kinds`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from belisha.asking.kind_features import dense_features, terms_of
from belisha.asking.sentence_embeddings import ModelMissing

KINDS_FILE = "kinds.npz"
# By which the cosines to the anchors are divided; the one that they were learnt with.
TEMPERATURE = 0.1
# How much the anchor counts beside terms and cues; chosen on texts that the language model was not taught by.
ANCHOR_COUNTS = 0.8
_LEAST = 1e-6
DISCLOSURE = "disclosure"


@dataclass(frozen=True)
class KindWeights:
    """The weights. `kinds` names the columns of all arrays but `harm`, which tells disclosures from all else.

    `terms` maps a term to its row in `by_term`; `rarity` is its inverse document frequency. In `by_term`,
    `by_vector` and `by_cue` the last column is for harm. `anchors` has a unit vector for each kind.
    """

    kinds: tuple[str, ...]
    terms: Mapping[str, int]
    rarity: NDArray[np.float32]
    by_term: NDArray[np.float32]
    by_vector: NDArray[np.float32]
    by_cue: NDArray[np.float32]
    intercepts: NDArray[np.float32]
    anchors: NDArray[np.float32]

    def likelihoods(self, text: str, vector: NDArray[np.float32]) -> tuple[float, dict[str, float]]:
        """Return how likely a normalised text is a disclosure, and how likely each kind is."""
        linear = self._linear(text, vector)
        anchored = _shares(vector @ self.anchors / TEMPERATURE)
        both = (_shares(linear[:-1]) + anchored) / 2
        near = float(anchored[self.kinds.index(DISCLOSURE)])
        harm = float(linear[-1]) + ANCHOR_COUNTS * log(near / max(1 - near, _LEAST) + _LEAST)
        return 1 / (1 + exp(-harm)), dict(zip(self.kinds, both.tolist(), strict=True))

    def _linear(self, text: str, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        cues = np.array(dense_features(text), dtype=np.float32)
        found: NDArray[np.float32] = vector @ self.by_vector + cues @ self.by_cue + self.intercepts
        counted = Counter(each for each in terms_of(text) if each in self.terms)
        rows = [self.terms[each] for each in counted]
        if rows:
            # A term that stands twice counts less than double, and long texts no more than short ones.
            counts = np.array([1 + log(count) for count in counted.values()], dtype=np.float32)
            weights = counts * self.rarity[rows]
            found += (weights / sqrt(float(weights @ weights))) @ self.by_term[rows]
        return found

    def packed(self) -> bytes:
        """Return the content of the shipped file."""
        content = BytesIO()
        np.savez_compressed(
            content,
            kinds=np.array(self.kinds),
            terms=np.array(list(self.terms)),
            rarity=self.rarity.astype(np.float16),
            by_term=self.by_term.astype(np.float16),
            by_vector=self.by_vector.astype(np.float16),
            by_cue=self.by_cue.astype(np.float16),
            intercepts=self.intercepts.astype(np.float32),
            anchors=self.anchors.astype(np.float16),
        )
        return content.getvalue()


def _shares(strengths: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(strengths - strengths.max())
    shares: NDArray[np.float32] = raised / raised.sum()
    return shares


def unpacked(kinds: Sequence[str], terms: Sequence[str], *arrays: NDArray[np.float32]) -> KindWeights:
    """Return the weights of these kinds, terms and arrays, which follow in the order of the class."""
    rows = {term: row for row, term in enumerate(terms)}
    return KindWeights(tuple(kinds), rows, *(each.astype(np.float32) for each in arrays))


@cache
def load_kind_weights() -> KindWeights:
    """Return the weights that ship with Belisha. Raises ModelMissing if the file is absent."""
    file = files("belisha") / "library" / "model" / KINDS_FILE
    if not file.is_file():
        raise ModelMissing(f"`{KINDS_FILE}` is missing from Belisha's library; install Belisha again.")
    with np.load(BytesIO(file.read_bytes())) as content:
        names = ("rarity", "by_term", "by_vector", "by_cue", "intercepts", "anchors")
        texts = [[str(each) for each in content[name]] for name in ("kinds", "terms")]
        return unpacked(texts[0], texts[1], *(content[name] for name in names))
