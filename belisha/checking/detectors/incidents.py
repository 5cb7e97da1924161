"""Things that went wrong at school."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.scene import Scene
from belisha.checking.targets import has_school_person


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield comments on incidents in school."""
    for run in scene.once_a_sentence(scene.runs("incident.said")):
        sentence = scene.sentences[run[0]]
        if scene.is_condemned(run) or scene.is_negated(run) or scene.is_fiction(run):
            continue
        if scene.has(sentence, "event.strong") and "fire alarm" in scene.phrase(run):
            continue
        here = bool(scene.school_runs_in(sentence))
        if here or has_school_person(scene, sentence) or scene.has(sentence, "class.named"):
            yield scene.seen("comments-on-incident", run, 0.85 if here else 0.78)
        elif scene.near_school(sentence):
            yield scene.seen("comments-on-incident", run, 0.6)
        elif scene.is_staff and scene.has(sentence, "school.job"):
            yield scene.seen("comments-on-incident", run, 0.8)
