"""Where children are or will be, before it is over."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.name_usage import has_context
from belisha.checking.roll import Likeness, NameMatch
from belisha.checking.scene import Scene


def _is_meant(scene: Scene, match: NameMatch) -> bool:
    """Return whether it is a child of the school, and not only a word that is a name ("Hunter's Moon")."""
    return match.likeness >= Likeness.MISSPELT_FULL or has_context(scene, match)


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield a class or child together with a place and a time."""
    if scene.draft.audience == "school-page" and not scene.people:
        return
    for run in scene.once_a_sentence([*scene.runs("contact.trip"), *scene.runs("contact.live")]):
        sentence = scene.sentences[run[0]]
        near = (sentence, sentence + 1)
        live = any(scene.has(each, "contact.live") for each in near)
        timed = any(scene.has(each, "contact.when") for each in near)
        placed = scene.has(sentence, "contact.trip")
        if not (placed and (live or timed)) and not (live and timed):
            continue
        children = scene.has(sentence, "class.named", "class.own", "people.pupils") or any(
            scene.roll.people[each.people[0]].role == "pupil" and _is_meant(scene, each)
            for each in scene.people_in(sentence, sentence - 1, least=Likeness.FIRST)
        )
        if children:
            yield scene.seen("gives-live-place", run, 0.78)
        elif scene.is_staff and scene.near_school(sentence) and placed and timed:
            yield scene.seen("gives-live-place", run, 0.6)
