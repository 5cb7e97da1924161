"""Threats, pressure, mockery and calls on others to join in."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.scene import Run, Scene
from belisha.checking.targets import Target, is_not_meant, target_of


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield threats, pressure and bullying."""
    for run in scene.once_a_sentence(scene.runs("threat.said")):
        if (
            not scene.inside(run, "threat.idiom")
            and not is_not_meant(scene, run)
            and not scene.is_reported(run)
        ):
            sure = _sure(scene, run)
            if sure:
                yield scene.seen("threatens", run, sure)
    yield from _pressure(scene)
    yield from _bullying(scene)


def _bullying(scene: Scene) -> Iterator[Observation]:
    for run in scene.once_a_sentence(scene.runs("bullying.said")):
        if not is_not_meant(scene, run) and not scene.is_reported(run):
            target = target_of(scene, run)
            if target in (Target.SCHOOL, Target.PERSON):
                yield scene.seen("bullies", run, 0.85 if target is Target.SCHOOL else 0.76)
            elif target is Target.READER:
                yield scene.seen("bullies", run, 0.76)
    for run in scene.once_a_sentence(scene.runs("bullying.mock")):
        if not is_not_meant(scene, run) and not scene.is_fiction(run):
            target = target_of(scene, run)
            if target is Target.SCHOOL or (
                target is Target.PERSON and scene.has(scene.sentences[run[0]], "manner.thinks_own")
            ):
                yield scene.seen("bullies", run, 0.76)


def _sure(scene: Scene, run: Run) -> float:
    target = target_of(scene, run)
    if scene.is_fiction(run) and target is not Target.SCHOOL:
        return 0.0
    if target is Target.SCHOOL or target is Target.READER:
        return 0.88
    if target is Target.PERSON:
        return 0.8
    return 0.45


def _pressure(scene: Scene) -> Iterator[Observation]:
    for run in scene.once_a_sentence(scene.runs("pressure.said")):
        if not is_not_meant(scene, run) and (scene.is_about_school or scene.anywhere("people.second")):
            yield scene.seen("pressures", run, 0.78)
    done: set[int] = set()
    for run in scene.runs("pressure.weak"):
        sentence = scene.sentences[run[0]]
        others = {scene.phrase(each) for each in scene.runs("pressure.weak", sentence)}
        if (
            len(others) > 1
            and sentence not in done
            and scene.has(sentence, "people.second")
            and others & _CONDITIONS
        ):
            done.add(sentence)
            yield scene.seen("pressures", run, 0.7)


_CONDITIONS = frozenset(
    {
        "if you do not",
        "unless you",
        "or else",
        "or i will",
        "or we",
        "or i",
        "you better",
        "you had better",
        "or you are out",
    }
)
