"""Pictures that go with the words, as the words tell of them."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.roll import Likeness
from belisha.checking.scene import Run, Scene
from belisha.checking.targets import has_school_person, parents_meant


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield pictures of pupils, of people at school, and pictures that do harm."""
    for run in scene.once_a_sentence(scene.runs("rights.photo")):
        sentence = scene.sentences[run[0]]
        if scene.anywhere("rights.no_photo") or scene.is_negated(run) or not _is_shown(scene, run):
            continue
        yield from _of(scene, run, sentence)
    if scene.draft.has_faces:
        yield Observation("shows-people", 0, 0, 0.6, question="Are people of the school in the picture?")


def _is_shown(scene: Scene, run: Run) -> bool:
    sentence = scene.sentences[run[0]]
    return (
        scene.has(sentence, "rights.shown")
        or scene.after(run[1])[:1] in (["of"], ["from"], ["with"])
        or scene.draft.has_photo
    )


def _of(scene: Scene, run: Run, sentence: int) -> Iterator[Observation]:
    near = (sentence, sentence - 1, sentence + 1)
    staff = any(scene.has(each, "people.staff", "people.governors") for each in near) or _named(
        scene, near, is_pupil=False
    )
    pupils = any(scene.has(each, "people.pupils", "class.named", "class.own") for each in near) or _named(
        scene, near, is_pupil=True
    )
    event = any(
        scene.has(each, "event.strong", "event.weak") or each in scene.school_sentences for each in near
    )
    if scene.has(sentence, "rights.offensive") and not scene.has(sentence, "manner.reported"):
        yield scene.seen("offensive-picture", run, 0.8)
    if any(scene.has(each, "rights.damaging") for each in near) and (staff or event or scene.is_staff):
        yield scene.seen("damaging-picture", run, 0.8 if staff or event else 0.55)
    if pupils or (event and not scene.has(sentence, "rights.nature")):
        yield scene.seen("shows-pupils", run, 0.82 if pupils else 0.76)
    elif staff or (parents_meant(scene, sentence) and event) or has_school_person(scene, sentence):
        yield scene.seen("shows-people", run, 0.78)


def _named(scene: Scene, sentences: tuple[int, ...], *, is_pupil: bool) -> bool:
    return any(
        (scene.roll.people[each.people[0]].role == "pupil") is is_pupil
        for each in scene.people_in(*sentences, least=Likeness.FIRST)
    )
