"""Load the trained classifier of actions.

A linear model over sentence vectors: it learns what sets the phrases of one action apart from all others,
which similarity to single phrases does not. It is trained in advance on the shipped phrases; an action that
a school adds is found by its phrases alone.
"""

from collections.abc import Sequence
from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from belisha.asking.sentence_embeddings import ModelMissing

WEIGHTS_FILE = "actions.npz"


class ClassifierWeights:
    """The trained weights: a column of 384 and an intercept for each action."""

    def __init__(
        self, actions: Sequence[str], weights: NDArray[np.float32], intercepts: NDArray[np.float32]
    ) -> None:
        """Take the actions, the weights (384 by actions) and the intercepts (one for each action)."""
        self._actions, self._weights, self._intercepts = tuple(actions), weights, intercepts

    def likelihoods(self, vector: NDArray[np.float32]) -> dict[str, float]:
        """Return the probability of each action for a question's vector; they add up to 1."""
        strengths = vector @ self._weights + self._intercepts
        raised = np.exp(strengths - strengths.max())
        return dict(zip(self._actions, (raised / raised.sum()).tolist(), strict=True))

    @cached_property
    def actions(self) -> frozenset[str]:
        """Return the actions that were learnt."""
        return frozenset(self._actions)

    def packed(self) -> bytes:
        """Return the content of the shipped file."""
        content = BytesIO()
        np.savez(
            content,
            actions=np.array(self._actions),
            weights=self._weights.astype(np.float16),
            intercepts=self._intercepts.astype(np.float16),
        )
        return content.getvalue()


@cache
def load_weights() -> ClassifierWeights:
    """Return the model that ships with Belisha. Raises ModelMissing if the file is absent."""
    file = files("belisha") / "library" / "model" / WEIGHTS_FILE
    if not file.is_file():
        raise ModelMissing(f"`{WEIGHTS_FILE}` is missing from Belisha's library; install Belisha again.")
    with np.load(BytesIO(file.read_bytes())) as content:
        actions = [str(each) for each in content["actions"]]
        return ClassifierWeights(
            actions, content["weights"].astype(np.float32), content["intercepts"].astype(np.float32)
        )
