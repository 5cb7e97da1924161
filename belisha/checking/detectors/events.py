"""What happens at school: events, classes, pupils and parents written about."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.lexicon import word_set
from belisha.checking.scene import Run, Scene
from belisha.checking.targets import parents_meant

_OFFICIAL = 0.45
_DOING = word_set("after_names") | {
    "are",
    "were",
    "have",
    "smashed",
    "made",
    "played",
    "worked",
    "rocked",
    "beat",
    "you",
    "sang",
}
_NO_CLASS = frozenset(
    {
        "first",
        "second",
        "business",
        "economy",
        "working",
        "middle",
        "upper",
        "world",
        "master",
        "no",
        "top",
        "in",
    }
)


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield events, classes and groups of people of the school."""
    is_official = scene.draft.audience == "school-page"
    for run in scene.once_a_sentence(scene.runs("event.strong")):
        yield scene.seen("mentions-event", run, _OFFICIAL if is_official else _event_sure(scene, run, 0.85))
    for run in scene.once_a_sentence(scene.runs("event.weak")):
        if scene.near_school(scene.sentences[run[0]]):
            yield scene.seen("mentions-event", run, _OFFICIAL if is_official else 0.8)
        elif scene.is_staff:
            yield scene.seen("mentions-event", run, 0.4)
    for run in scene.once_a_sentence([*scene.runs("class.named"), *scene.runs("class.own")]):
        if scene.inside(run, "school.elsewhere"):
            continue
        if not scene.contains(run, "school.profession") and not _is_code(scene, run):
            yield scene.seen("names-class", run, _OFFICIAL if is_official else _class_sure(scene, run))
    yield from _own_names_of_classes(scene)
    yield from _groups(scene)


def _own_names_of_classes(scene: Scene) -> Iterator[Observation]:
    """Yield classes that go by a name of their own ("Maple Class")."""
    words = scene.words
    for place in range(1, len(words.words)):
        if (
            words.words[place] != "class"
            or not words.capital[place - 1]
            or not (scene.is_staff or scene.is_about_school)
        ):
            continue
        before = words.words[place - 1]
        is_known = scene.inside((place - 1, place), "class.named") or scene.inside(
            (place, place), "class.own"
        )
        if (
            not is_known
            and before not in _NO_CLASS
            and not before.isdigit()
            and scene.sentences[place] == scene.sentences[place - 1]
        ):
            yield scene.seen("names-class", (place - 1, place), 0.78)


def _event_sure(scene: Scene, run: Run, sure: float) -> float:
    sentence = scene.sentences[run[0]]
    if scene.has(sentence, "people.own_child") and not scene.near_school(sentence):
        return 0.5
    others = {"my", "his", "her", "their"} & set(scene.before(run[0], 3))
    return 0.55 if others and not scene.near_school(sentence) else sure


def _class_sure(scene: Scene, run: Run) -> float:
    if scene.contains(run, "class.own"):
        return 0.8
    return 0.9 if scene.is_staff or scene.near_school(scene.sentences[run[0]]) else 0.6


def _is_code(scene: Scene, run: Run) -> bool:
    """Return whether "4b" is a flat or a seat, not a class."""
    word = scene.phrase(run)
    if scene.inside(run, "school.elsewhere"):
        return True
    if scene.after(run[1])[:1] == ["of"] and word.startswith("year"):
        return True
    if len(word) > 2:
        return False
    sentence = scene.sentences[run[0]]
    if scene.is_staff and scene.words.opens[run[0]] and set(scene.after(run[1])) & _DOING:
        return False
    around = {*scene.before(run[0], 2), *scene.after(run[1], 2)}
    return not (
        around & {"class", "in", "my", "kids", "children", "pupils", "boys", "girls", "done", "team", "and"}
    ) or not (
        scene.is_staff
        or scene.has(sentence, "people.staff", "people.pupils", "people.own_child", "event.strong")
    )


def _groups(scene: Scene) -> Iterator[Observation]:
    if not scene.is_staff:
        return
    pupils = [
        run
        for run in scene.runs("people.pupils")
        if not scene.contains(run, "class.named") and not scene.inside(run, "school.elsewhere")
    ]
    for run in scene.once_a_sentence(pupils):
        yield scene.seen("mentions-pupils", run, 0.78)
    staff = [run for run in scene.runs("people.staff") if not scene.inside(run, "school.profession")]
    for run in scene.once_a_sentence(staff):
        if {"i", "as"} & set(scene.before(run[0], 4)) and {"am", "as", "being"} & set(
            scene.before(run[0], 4)
        ):
            continue
        own = {"my", "our", "the", "a", "all", "fellow"} & set(scene.before(run[0], 2))
        yield scene.seen("mentions-people", run, 0.76 if own and scene.is_about_school else 0.5)
    for sentence in sorted(set(scene.sentences)):
        for run in parents_meant(scene, sentence)[:1]:
            yield scene.seen("mentions-people", run, 0.76 if scene.near_school(sentence) else 0.5)
