"""Of whom something is said: people of the school, the reader, somebody else."""

from enum import StrEnum

from belisha.checking.roll import Likeness
from belisha.checking.scene import Run, Scene

SCHOOL_PEOPLE = ("people.staff", "people.governors", "people.pupils")


class Target(StrEnum):
    """Of whom a word is said."""

    SCHOOL = "school"
    READER = "reader"
    PERSON = "person"
    OTHER = "other"
    NOBODY = "nobody"


def has_school_person(scene: Scene, sentence: int) -> bool:
    """Return whether a sentence speaks of somebody at the school, by role or by name."""
    if scene.has(sentence, *SCHOOL_PEOPLE):
        return True
    return bool(scene.people_in(sentence, least=Likeness.FIRST))


def parents_meant(scene: Scene, sentence: int) -> list[Run]:
    """Return where a sentence speaks of the school's parents, and not of somebody's own."""
    found = []
    for run in scene.runs("people.parents", sentence):
        before = set(scene.before(run[0], 2))
        is_alone = scene.phrase(run) in _ALONE and not before & _ONE_OF
        if not before & _OWN and not is_alone:
            found.append(run)
    return found


def target_of(scene: Scene, run: Run) -> Target:
    """Return of whom a word is said, as far as its sentence and those beside it tell."""
    sentence = scene.sentences[run[0]]
    is_school = sentence in scene.school_sentences or has_school_person(scene, sentence)
    if is_school:
        return Target.SCHOOL
    said = scene.phrase(run).split()
    if "you" in said or "your" in said:
        return Target.READER
    if scene.before(run[0])[:1] and scene.before(run[0])[-1] in _POINTING:
        return Target.PERSON
    if scene.has(sentence, "people.office_holders"):
        return Target.PERSON
    if scene.has(sentence, "people.others", "people.things"):
        return Target.OTHER
    if scene.has(sentence, "people.second"):
        return Target.READER
    return _third_person(scene, sentence)


def _third_person(scene: Scene, sentence: int) -> Target:
    parents = bool(parents_meant(scene, sentence))
    spoken_of = parents or scene.has(sentence, "people.third")
    if (spoken_of and scene.near_school(sentence)) or (parents and scene.is_staff):
        return Target.SCHOOL
    return Target.PERSON if spoken_of else Target.NOBODY


def is_not_meant(scene: Scene, run: Run) -> bool:
    """Return whether a rude word is denied, spoken against, or said of oneself."""
    return scene.is_negated(run) or scene.is_about_self(run) or scene.is_condemned(run)


def distance(run: Run, others: list[Run]) -> int:
    """Return how many words lie between a run and the nearest of others; a large number if there are none."""
    gaps = (first - run[1] if first > run[1] else run[0] - last for first, last in others)
    return min((max(0, gap) for gap in gaps), default=999)


_POINTING = frozenset({"that", "those", "you", "these"})
_ALONE = frozenset({"mum", "dad", "mums", "dads", "parent", "families"})
_ONE_OF = frozenset(
    {"a", "that", "the", "this", "one", "some", "another", "these", "those", "other", "of", "school"}
)
_OWN = frozenset({"my", "his", "her", "your", "their"})
