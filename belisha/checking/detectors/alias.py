"""Posting under another name, so as not to be known."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.scene import Scene


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield posts that hide who writes."""
    for run in scene.once_a_sentence(scene.runs("alias.said")):
        if not scene.is_condemned(run) and not scene.is_negated(run):
            evades = any(each in scene.phrase(run) for each in ("school", "head", "they", "know"))
            yield scene.seen("hides-behind-alias", run, 0.8 if evades or scene.is_about_school else 0.5)
