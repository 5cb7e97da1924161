"""Swearing, by whom or what it is aimed at."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.lexicon import word_set
from belisha.checking.scene import Scene
from belisha.checking.targets import Target, target_of

_PEOPLE = word_set("people")


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield swear words."""
    for run in scene.once_a_sentence(scene.runs("swear.strong")):
        if scene.is_condemned(run) or scene.contains(run, "insult.harmless"):
            continue
        sentence = scene.sentences[run[0]]
        target = target_of(scene, run)
        if target is Target.SCHOOL and not scene.has(sentence, "praise.strong"):
            yield scene.seen("swears-about-school", run, 0.85)
        elif target is Target.READER and not scene.has(sentence, "praise.strong"):
            yield scene.seen("swears-about-school", run, 0.55)
        else:
            yield scene.seen("swears", run, 0.6)
    for run in scene.once_a_sentence(scene.runs("swear.mild")):
        sentence = scene.sentences[run[0]]
        of_people = bool(scene.after(run[1])) and scene.after(run[1])[0] in _PEOPLE
        minded = of_people or scene.has(sentence, "negative.said", "insult.noun")
        if target_of(scene, run) is Target.SCHOOL and minded:
            if not scene.has(sentence, "praise.strong"):
                yield scene.seen("swears-about-school", run, 0.76)
        else:
            yield scene.seen("swears", run, 0.4)
