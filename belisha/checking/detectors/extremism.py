"""Support for extremist groups, people and slogans."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.scene import Scene

_HARMLESS = frozenset({"our race", "kill all", "rise up", "the base"})


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield what supports or promotes extremism."""
    for run in scene.once_a_sentence(scene.runs("extremism.slogan")):
        if not _is_against(scene, run) and scene.phrase(run) not in _HARMLESS:
            yield scene.seen("promotes-extremism", run, 0.92)
    for run in scene.once_a_sentence(scene.runs("extremism.body")):
        sentence = scene.sentences[run[0]]
        supported = any(scene.has(near, "extremism.support") for near in (sentence, sentence + 1))
        if supported and not _is_against(scene, run):
            yield scene.seen("promotes-extremism", run, 0.82)


def _is_against(scene: Scene, run: tuple[int, int]) -> bool:
    support = scene.runs("extremism.support", scene.sentences[run[0]])
    negated = any(scene.is_negated(each) for each in support)
    return (
        negated
        or scene.is_negated(run)
        or scene.is_condemned(run)
        or scene.is_quoted(run)
        or scene.is_fiction(run)
    )
