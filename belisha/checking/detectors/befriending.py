"""Friends, followers and messages between grown-ups and pupils, and between staff and parents."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.roll import Likeness
from belisha.checking.scene import Run, Scene
from belisha.checking.targets import parents_meant

_TOPICS = ("contacting.befriend", "contacting.follow", "contacting.message")


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield contact on social media that the writer tells of, asks for, or makes by this very post."""
    told: set[str] = set()
    for topic in _TOPICS:
        for run in scene.once_a_sentence(scene.runs(topic)):
            if scene.is_negated(run) or scene.is_condemned(run) or scene.is_quoted(run):
                continue
            for whom in _whom(scene, run):
                kind = f"contacts-{whom}" if topic != "contacting.follow" else f"follows-{whom}"
                if kind not in told:
                    told.add(kind)
                    yield scene.seen(kind, run, 0.8)
    if scene.is_staff and scene.draft.audience == "pupils" and "contacts-pupil" not in told:
        yield from _this_post(scene)


def _whom(scene: Scene, run: Run) -> Iterator[str]:
    """Yield who is befriended: pupils or parents by staff, staff by pupils and parents."""
    sentence = scene.sentences[run[0]]
    if not scene.has(sentence, "contacting.where"):
        return
    roles = {
        scene.roll.people[each.people[0]].role.casefold()
        for each in scene.people_in(sentence, least=Likeness.FIRST)
    }
    if scene.is_staff:
        if scene.has(sentence, "people.pupils", "class.named", "class.own") or "pupil" in roles:
            yield "pupil"
        if parents_meant(scene, sentence) or roles & {"parent", "carer"}:
            yield "parent"
    elif scene.has(sentence, "people.staff") or roles - {"pupil", "parent", "carer", "governor"}:
        yield "staff"


def _this_post(scene: Scene) -> Iterator[Observation]:
    """Yield the post itself, where it goes to pupils and asks them to write back: to whose account?"""
    for run in scene.runs("contacting.invites")[:1]:
        yield scene.seen("contacts-pupil", run, 0.6)
