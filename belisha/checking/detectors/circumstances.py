"""What a post tells of how it was made: on school equipment, in lessons."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.scene import Run, Scene


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield circumstances that policies rule on and the words give away."""
    for run in scene.once_a_sentence(scene.runs("circumstance.equipment")):
        if _is_posting(scene, run) and not _is_undone(scene, run):
            yield scene.seen("posts-on-school-equipment", run, 0.8)
    for run in scene.once_a_sentence(scene.runs("circumstance.in_lesson")):
        if _is_posting(scene, run) and not _is_undone(scene, run):
            yield scene.seen("posts-in-lesson", run, 0.8 if scene.is_staff else 0.55)


def _is_posting(scene: Scene, run: Run) -> bool:
    """Return whether the sentence, or the whole draft, tells of posting or of being online."""
    return scene.has(scene.sentences[run[0]], "circumstance.posting")


def _is_undone(scene: Scene, run: Run) -> bool:
    """Return whether it is denied, forbidden or spoken against."""
    sentence = scene.sentences[run[0]]
    denied = any(scene.is_negated(each) for each in scene.runs("circumstance.posting", sentence))
    return denied or scene.is_negated(run) or scene.is_condemned(run)
