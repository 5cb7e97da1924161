"""Insults: words that abuse somebody, and rude words said of people."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.lexicon import word_set
from belisha.checking.scene import Run, Scene
from belisha.checking.targets import Target, is_not_meant, target_of

_BE = frozenset(
    {
        "is",
        "are",
        "was",
        "were",
        "am",
        "be",
        "being",
        "been",
        "looks",
        "look",
        "seems",
        "so",
        "such",
        "too",
        "as",
    }
)
_PEOPLE = word_set("people")
_SURE = {Target.SCHOOL: 0.9, Target.READER: 0.85, Target.PERSON: 0.7}


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield insults, by how surely they are meant for somebody."""
    seen: set[int] = set()
    for run in scene.runs("insult.noun"):
        if scene.contains(run, "insult.harmless") or is_not_meant(scene, run):
            continue
        yield from _one(scene, run, seen)
    for run in scene.runs("insult.adjective"):
        if (
            not scene.contains(run, "insult.harmless")
            and not is_not_meant(scene, run)
            and _is_said_of_people(scene, run)
        ):
            yield from _one(scene, run, seen)


def _one(scene: Scene, run: Run, seen: set[int]) -> Iterator[Observation]:
    sentence = scene.sentences[run[0]]
    if sentence in seen:
        return
    seen.add(sentence)
    target = target_of(scene, run)
    if scene.is_fiction(run) and target is not Target.SCHOOL:
        return
    if scene.is_reported(run) and not scene.is_quoted(run) and target is Target.NOBODY:
        return
    if scene.is_reported(run):
        yield scene.seen("insults-somebody", run, 0.45)
    elif target in _SURE:
        yield scene.seen("insults", run, _SURE[target])
    else:
        yield scene.seen("insults-somebody", run, 0.45)


def _is_said_of_people(scene: Scene, run: Run) -> bool:
    sentence = scene.sentences[run[0]]
    target = target_of(scene, run)
    if target in (Target.OTHER, Target.NOBODY):
        return False
    before, after = scene.before(run[0], 4), scene.after(run[1], 2)
    if after and after[0] in _PEOPLE:
        return True
    if not set(before) & (_BE | {"you", "your"}):
        return False
    if "it" in before or {"day", "weather", "week", "morning"} & set(after):
        return False
    return scene.has(
        sentence, "people.second", "people.third", "people.staff", "people.governors", "people.pupils"
    ) or bool(scene.people_in(sentence))
