"""A child written about on the school's own page."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.scene import Scene


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield a child who is written about on an official account."""
    if scene.draft.audience != "school-page":
        return
    for match in scene.people:
        if scene.roll.people[match.people[0]].role == "pupil" and match.likeness >= 2:
            yield scene.seen("child-on-school-page", (match.first, match.last), 0.9)
            return
    for run in [*scene.runs("people.own_child"), *scene.runs("people.pupils")][:1]:
        yield scene.seen("child-on-school-page", run, 0.85)
