"""Slurs, and contempt for people of a sex, race, faith, orientation, age or ability."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.lexicon import word_set
from belisha.checking.scene import Run, Scene
from belisha.checking.stance import is_cited, is_homonym, is_ill_denied
from belisha.checking.targets import is_not_meant

_COLOURS = word_set("adjectives_of_people")
_AS_PEOPLE = word_set("after_people")
_REACH = 6
_BE = frozenset({"are", "is", "were", "was", "be", "being"})
_LINKING = _BE | {
    *("all", "just", "so", "such", "a", "an", "the", "simply", "always", "really", "basically", "nothing"),
    *("but", "absolute", "total", "complete", "utter", "lot", "of", "bunch", "most", "very", "too", "people"),
    *("kids", "families", "like", "fucking", "bloody", "and", "dirty", "lazy", "thieving", "boys", "girls"),
}


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield discrimination."""
    seen: set[int] = set()
    for run in scene.runs("group.slur"):
        if _is_harmless(scene, run) or is_not_meant(scene, run) or scene.is_reported(run):
            continue
        if _is_aimed(scene, run) or not is_homonym(scene, run):
            yield from _once(scene, run, 0.92, seen)
    for run in scene.runs("group.teasing"):
        if not is_not_meant(scene, run) and not scene.is_quoted(run):
            yield from _once(scene, run, 0.85, seen)
    for run in scene.runs("group.named"):
        against = _contempt(scene, run)
        if against is None or is_cited(scene, against) or is_ill_denied(scene, scene.sentences[run[0]]):
            continue
        if not is_not_meant(scene, run) and not scene.is_condemned(against):
            sure = 0.45 if scene.is_of_others(run) else 0.82
            yield from _once(scene, (min(run[0], against[0]), max(run[1], against[1])), sure, seen)


def _said_of(scene: Scene, group: Run) -> Run | None:
    """Return the rude word that is said of a group in so many words ("women are so lazy")."""
    for topic in ("insult.noun", "insult.adjective", "group.ill"):
        for run in scene.runs(topic, scene.sentences[group[0]]):
            between = scene.words.words[group[1] + 1 : run[0]]
            is_said = not _BE.isdisjoint([*between, *scene.before(group[0], 2)])
            if group[1] < run[0] and len(between) <= _REACH and is_said and set(between) <= _LINKING:
                return run
    return None


def _once(scene: Scene, run: Run, sure: float, seen: set[int]) -> Iterator[Observation]:
    sentence = scene.sentences[run[0]]
    if sentence not in seen:
        seen.add(sentence)
        yield scene.seen("discriminates", run, sure)


def _is_harmless(scene: Scene, run: Run) -> bool:
    if not scene.contains(run, "group.slur_harmless"):
        return False
    is_only_itself = any(run == each for each in scene.hits.get("group.slur_harmless", ()))
    return not is_only_itself or not _is_aimed(scene, run)


def _is_aimed(scene: Scene, run: Run) -> bool:
    """Return whether a word that is often harmless is thrown at somebody ("you queer", "those dykes")."""
    before = scene.before(run[0], 2)
    return bool(
        set(before)
        & {"you", "dirty", "bloody", "those", "fucking", "stupid", "filthy", "these", "u", "little", "that"}
    )


def _contempt(scene: Scene, group: Run) -> Run | None:
    sentence = scene.sentences[group[0]]
    word = scene.phrase(group)
    after = scene.after(group[1], 1)
    if word in _COLOURS and not set(after) & _AS_PEOPLE:
        return None
    for run in scene.runs("group.contempt", sentence):
        if 0 < run[0] - group[1] <= _REACH and not scene.is_negated(run):
            return run
    if (said := _said_of(scene, group)) is not None:
        return said
    if word in ("women", "men", "girls", "boys", "woman", "white", "christian", "christians"):
        near = frozenset({"hate", "hates", "detest", "despise", "get rid of"})
    else:
        near = None
    for run in scene.runs("group.before", sentence):
        if (
            0 < group[0] - run[1] <= 2
            and (near is None or scene.phrase(run) in near)
            and not scene.is_negated(run)
        ):
            if scene.phrase(run) in ("no", "no more", "full of", "typical") and not (
                after == [] or set(after) & {"here", "in"}
            ):
                continue
            return run
    return None
