"""Claims that somebody did wrong: crimes, dishonesty, harm to a child."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.roll import Likeness
from belisha.checking.scene import Run, Scene
from belisha.checking.targets import Target, has_school_person, parents_meant, target_of


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield accusations."""
    for run in scene.once_a_sentence(scene.runs("accusation.crime")):
        if not _is_told_of(scene, run):
            sure = _sure(scene, run)
            if sure:
                yield scene.seen("defames", run, sure)
    for run in scene.once_a_sentence(scene.runs("accusation.harm")):
        sentence = scene.sentences[run[0]]
        if _is_told_of(scene, run) or not _accuses(scene, sentence):
            continue
        if scene.has(sentence, "people.own_child", "people.pupils", "people.third") or has_school_person(
            scene, sentence
        ):
            yield scene.seen("alleges-harm", run, 0.8)


def _is_told_of(scene: Scene, run: Run) -> bool:
    return (
        scene.is_negated(run) or scene.is_about_self(run) or scene.is_condemned(run) or scene.is_quoted(run)
    )


def _sure(scene: Scene, run: Run) -> float:
    sentence = scene.sentences[run[0]]
    if scene.is_fiction(run) and not has_school_person(scene, sentence):
        return 0.0
    if has_school_person(scene, sentence) or (scene.near_school(sentence) and parents_meant(scene, sentence)):
        return 0.85
    target = target_of(scene, run)
    if target is Target.SCHOOL:
        return 0.8
    if target in (Target.READER, Target.PERSON):
        return 0.55 if scene.near_school(sentence) or scene.draft.audience == "parents" else 0.4
    return 0.0


def _accuses(scene: Scene, sentence: int) -> bool:
    """Return whether the sentence, or the one before it, speaks of staff or of another pupil who did it."""
    named = bool(scene.people_in(sentence, least=Likeness.FIRST))
    return (
        named
        or scene.has(sentence, "people.staff", "people.pupils", "people.governors")
        or (scene.has(sentence - 1, "people.staff") and scene.has(sentence, "people.third"))
    )
