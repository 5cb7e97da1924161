"""What is told in confidence: about pupils and colleagues, and of the school's own affairs."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.name_usage import is_namesake
from belisha.checking.roll import Likeness
from belisha.checking.scene import Run, Scene
from belisha.checking.targets import has_school_person, parents_meant


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield confidential and personal matters."""
    for run in scene.once_a_sentence(scene.runs("confidential.private")):
        if not scene.is_condemned(run) and not scene.is_negated(run):
            sentence = scene.sentences[run[0]]
            near = scene.near_school(sentence) or (
                scene.is_staff and scene.anywhere("school.job", "confidential.business")
            )
            yield scene.seen("tells-confidential", run, 0.8 if near else 0.45)
    for topic in ("confidential.personal", "confidential.medical"):
        for run in scene.once_a_sentence(scene.runs(topic)):
            if scene.is_condemned(run):
                continue
            sure = _personal(scene, run)
            if sure:
                yield scene.seen("tells-personal", run, sure)
    yield from _business(scene)


def _personal(scene: Scene, run: Run) -> float:
    """Return how surely it is told of a pupil, parent or colleague, and not of oneself."""
    sentence = scene.sentences[run[0]]
    if scene.is_about_self(run):
        return 0.0
    is_own = scene.has(sentence, "people.own_child") or {"my", "me"} & set(scene.before(run[0], 4))
    named = any(
        not is_namesake(scene, each)
        for each in scene.people_in(sentence, sentence - 1, least=Likeness.MISSPELT_FIRST)
    )
    if named and not scene.has(sentence, "people.own_child"):
        return 0.88
    if is_own and not scene.has(sentence, "people.staff", "people.pupils", "class.named"):
        return 0.0
    if has_school_person(scene, sentence) or (scene.is_staff and parents_meant(scene, sentence)):
        return 0.8
    if scene.has(sentence - 1, "people.pupils", "people.staff") and scene.has(sentence, "people.third"):
        return 0.65
    return 0.0


def _business(scene: Scene) -> Iterator[Observation]:
    for run in scene.once_a_sentence(scene.runs("confidential.business")):
        sentence = scene.sentences[run[0]]
        if scene.is_condemned(run) or scene.is_negated(run):
            continue
        at_school = scene.near_school(sentence) or scene.has(sentence, "people.staff", "people.governors")
        if scene.is_staff and (
            at_school or scene.has(sentence, "school.job") or "we" in scene.before(run[0], 6)
        ):
            yield scene.seen("tells-internal", run, 0.8)
        elif at_school:
            yield scene.seen("tells-internal", run, 0.76 if scene.anywhere("confidential.private") else 0.6)
