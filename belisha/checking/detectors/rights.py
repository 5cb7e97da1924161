"""Somebody else's words or pictures, and whose they are."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.lexicon import word_set
from belisha.checking.scene import Scene

_WEAK = word_set("weak_signs_of_copying")


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield work that is used without permission, and work whose owner is not named."""
    permitted = any(not scene.is_negated(run) for run in scene.runs("rights.permitted"))
    credited = scene.anywhere("rights.credit")
    for run in scene.once_a_sentence(scene.runs("rights.taken")):
        sentence = scene.sentences[run[0]]
        if permitted or (scene.is_negated(run) and "not" not in scene.phrase(run)):
            continue
        work = scene.has(sentence, "rights.photo") or bool(scene.words.different & _WORKS)
        weak = scene.phrase(run) in _WEAK
        if not weak or work:
            yield scene.seen("copies-work", run, 0.6 if credited and weak else 0.8)
    if permitted and not credited:
        for run in scene.runs("rights.permitted")[:1]:
            yield scene.seen("no-credit", run, 0.8)


_WORKS = word_set("works")
