"""Insults: words that abuse somebody, and rude words said of people."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.lexicon import word_set
from belisha.checking.scene import Run, Scene
from belisha.checking.stance import is_ill_denied
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
# So many words stand by themselves; and what is said to somebody's face in mock praise.
_BARE, _PRAISED = (
    3,
    frozenset({"einstein", "genius", "sherlock", "champ", "mate", "pal", "done", "congratulations"}),
)
_SURE = {Target.SCHOOL: 0.9, Target.READER: 0.85, Target.PERSON: 0.7}


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield insults, by how surely they are meant for somebody."""
    seen: set[int] = set()
    for run in scene.runs("insult.noun"):
        is_harmless = scene.contains(run, "insult.harmless") and not _is_of_a_kind(scene, run)
        if is_harmless or is_not_meant(scene, run):
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
    if sentence in seen or (scene.has(sentence, "group.named") and is_ill_denied(scene, sentence)):
        return
    seen.add(sentence)
    target = _bare(scene, run) or target_of(scene, run)
    if scene.is_fiction(run) and target is not Target.SCHOOL:
        return
    if scene.is_reported(run) and not scene.is_quoted(run) and target is Target.NOBODY:
        return
    if scene.is_reported(run):
        yield scene.seen("insults-somebody", run, 0.45)
    elif target in _SURE:
        yield scene.seen("insults", run, _SURE[target])
    elif target is Target.OTHER and _is_of_a_kind(scene, run):
        yield scene.seen("insults", run, _SURE[Target.PERSON])
    else:
        yield scene.seen("insults-somebody", run, 0.45)


def _is_of_a_kind(scene: Scene, run: Run) -> bool:
    """Return whether it is said of all of a trade ("estate agents are parasites"), and of no thing."""
    sentence = scene.sentences[run[0]]
    if scene.has(sentence, "people.things") or scene.is_fiction(run):
        return False
    return any(
        scene.words.words[last].endswith("s") and scene.after(last, 4)[:1] == ["are"] and last < run[0]
        for _, last in scene.runs("people.others", sentence)
    )


def _bare(scene: Scene, run: Run) -> Target | None:
    """Return of whom an insult that stands by itself is said ("You broke it. Idiot")."""
    sentence = scene.sentences[run[0]]
    if scene.sentences.count(sentence) > _BARE or not sentence:
        return None
    if scene.has(sentence - 1, "people.first", "manner.self", "people.things"):
        return None
    if scene.has(sentence - 1, "people.second") or _PRAISED & set(_sentence(scene, sentence - 1)):
        return Target.READER
    return Target.PERSON if scene.has(sentence - 1, "people.third") else None


def _sentence(scene: Scene, sentence: int) -> list[str]:
    return [word for word, place in zip(scene.words.words, scene.sentences, strict=True) if place == sentence]


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
