"""Answering back to abuse."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.scene import Scene


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield answers to somebody who was abusive."""
    for run in scene.once_a_sentence(scene.runs("answering_back.said")):
        if not scene.is_condemned(run) or scene.phrase(run).startswith("to "):
            yield scene.seen("answers-back", run, 0.8)
