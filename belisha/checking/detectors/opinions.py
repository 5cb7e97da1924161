"""Opinions on public matters of schools, without a word that they are one's own."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.scene import Scene


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield the opinion of somebody who works at the school, if it is not said to be their own."""
    if not scene.is_staff or scene.anywhere("opinion.disclaimer") or scene.draft.audience == "school-page":
        return
    for run in scene.once_a_sentence(scene.runs("opinion.mine")):
        sentence = scene.sentences[run[0]]
        if any(scene.has(near, "opinion.matter") for near in (sentence, sentence + 1, sentence - 1)):
            yield scene.seen("opinion-as-own", run, 0.8)
