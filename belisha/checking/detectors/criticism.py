"""Criticism of the school and its people, complaints in public, arguments."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.roll import Likeness
from belisha.checking.scene import Run, Scene
from belisha.checking.targets import distance, parents_meant

_NEAR, _NEAR_MILD, _NEAR_PRAISE = 12, 7, 3
_PRONOUNS = frozenset(
    {
        "they",
        "it",
        "this",
        "them",
        "she",
        "he",
        "place",
        "absolute",
        "total",
        "utter",
        "what",
        "such",
        "their",
    }
)


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield criticism and complaints."""
    done: set[int] = set()
    for run in scene.runs("negative.said"):
        sentence = scene.sentences[run[0]]
        if sentence not in done and _is_meant(scene, run):
            found = list(_critical(scene, run))
            if found:
                done.add(sentence)
                yield from found
    for run in scene.runs("praise.good"):
        sentence = scene.sentences[run[0]]
        if sentence not in done and set(scene.before(run[0], _NEAR_PRAISE)) & {
            "not",
            "never",
            "hardly",
            "no",
        }:
            found = list(_critical(scene, run))
            if found:
                done.add(sentence)
                yield from found
    yield from _complaints(scene)
    yield from _quarrels(scene)


def _is_meant(scene: Scene, run: Run) -> bool:
    sentence = scene.sentences[run[0]]
    if scene.is_negated(run) or scene.is_about_self(run) or scene.is_quoted(run):
        return False
    if scene.has(sentence, "group.named") and scene.is_of_others(run):
        return False
    if scene.is_condemned(run) and not scene.has(sentence, "people.staff"):
        return False
    mild = scene.contains(run, "negative.mild")
    return not (mild and (scene.has(sentence, "praise.strong") or scene.has(sentence, "people.things")))


def _critical(scene: Scene, run: Run) -> Iterator[Observation]:
    sentence = scene.sentences[run[0]]
    reach = _NEAR_MILD if scene.contains(run, "negative.mild") else _NEAR
    school = scene.school_runs_in(sentence)
    if scene.is_staff:
        school += scene.runs("school.job", sentence)
    staff = [
        *scene.runs("people.staff", sentence),
        *scene.runs("people.governors", sentence),
        *_named(scene, sentence, is_pupil=False),
    ]
    pupils = [
        *scene.runs("people.pupils", sentence),
        *scene.runs("class.named", sentence),
        *_named(scene, sentence, is_pupil=True),
    ]
    parents = parents_meant(scene, sentence)
    if distance(run, school) <= reach:
        yield from _of_school(scene, run, 0.85)
    if distance(run, staff) <= reach and not (scene.contains(run, "people.staff")):
        yield scene.seen("criticises-people", run, 0.82)
        yield scene.seen("discusses-staff", run, 0.76)
        yield from _as_complaint(scene, run, 0.76)
    elif distance(run, pupils) <= reach:
        yield scene.seen("criticises-people", run, 0.78)
        yield scene.seen("discusses-pupil", run, 0.82)
    elif distance(run, parents) <= reach and (scene.is_staff or scene.near_school(sentence)):
        yield scene.seen("criticises-people", run, 0.8)
    elif (
        not school
        and scene.near_school(sentence)
        and scene.words.different & _PRONOUNS
        and _follows(scene, run)
    ):
        yield from _of_school(
            scene, run, 0.76 if scene.has(sentence - 1, "school.own", "school.at", "people.staff") else 0.6
        )


def _follows(scene: Scene, run: Run) -> bool:
    sentence = scene.sentences[run[0]]
    around = {*scene.before(run[0], 8), *scene.after(run[1], 3)}
    length = scene.sentences.count(sentence)
    has_school_person = scene.has(sentence, "people.others", "people.things")
    return not has_school_person and (bool(around & _PRONOUNS) or length <= 4)


def _of_school(scene: Scene, run: Run, sure: float) -> Iterator[Observation]:
    yield scene.seen("criticises-school", run, sure)
    yield from _as_complaint(scene, run, sure)


def _as_complaint(scene: Scene, run: Run, sure: float) -> Iterator[Observation]:
    if scene.is_parent:
        yield scene.seen("complains", run, sure)


def _named(scene: Scene, sentence: int, *, is_pupil: bool) -> list[Run]:
    return [
        (each.first, each.last)
        for each in scene.people_in(sentence, least=Likeness.FIRST)
        if (scene.roll.people[each.people[0]].role == "pupil") is is_pupil
    ]


def _quarrels(scene: Scene) -> Iterator[Observation]:
    for run in scene.once_a_sentence(scene.runs("argument.said")):
        sentence = scene.sentences[run[0]]
        if scene.is_quoted(run) or scene.has(sentence, "praise.strong"):
            continue
        of_parents = bool(parents_meant(scene, sentence))
        near = (
            scene.near_school(sentence)
            or scene.draft.audience in ("parents", "staff", "school-page")
            or scene.people
        )
        if near or (of_parents and scene.is_staff):
            yield scene.seen("argues", run, 0.78)
        elif scene.is_staff:
            yield scene.seen("argues", run, 0.5)


def _complaints(scene: Scene) -> Iterator[Observation]:
    for run in scene.once_a_sentence(scene.runs("negative.complaint")):
        sentence = scene.sentences[run[0]]
        if scene.is_quoted(run) or scene.is_negated(run) or not scene.near_school(sentence):
            continue
        if "school" in scene.phrase(run) or sentence in scene.school_sentences:
            yield scene.seen("complains", run, 0.82)
            yield scene.seen("criticises-school", run, 0.6)
        else:
            yield scene.seen("complains", run, 0.6)
