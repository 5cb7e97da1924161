"""Illegal conduct, and conduct of one's own that could bring the school into disrepute."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.scene import Scene


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield illegal conduct, unseemly conduct and unsuitable content."""
    yield from _crimes(scene)
    yield from _conduct(scene)
    for run in scene.once_a_sentence(scene.runs("conduct.content")):
        if not scene.is_condemned(run) and not scene.is_negated(run):
            yield scene.seen("unsuitable-content", run, 0.78)


def _crimes(scene: Scene) -> Iterator[Observation]:
    for run in scene.once_a_sentence(scene.runs("illegal.act")):
        sentence = scene.sentences[run[0]]
        if scene.is_condemned(run) or scene.is_negated(run) or scene.is_quoted(run) or scene.is_fiction(run):
            continue
        if sentence in scene.school_sentences:
            yield scene.seen("links-to-crime", run, 0.8)
        elif scene.near_school(sentence):
            yield scene.seen("links-to-crime", run, 0.65)
        elif scene.has(sentence, "people.first"):
            yield scene.seen("tells-of-crime", run, 0.65 if scene.is_staff else 0.5)


def _conduct(scene: Scene) -> Iterator[Observation]:
    for run in scene.once_a_sentence(scene.runs("conduct.said")):
        sentence = scene.sentences[run[0]]
        if scene.is_condemned(run) or scene.is_negated(run) or scene.is_fiction(run):
            continue
        at_work = scene.near_school(sentence) or scene.has(sentence, "school.job")
        if at_work:
            yield scene.seen("unseemly-conduct", run, 0.8)
        elif scene.is_staff and scene.has(sentence, "people.first"):
            yield scene.seen("unseemly-conduct", run, 0.55)
        elif scene.is_staff:
            yield scene.seen("unseemly-conduct", run, 0.45)
