"""What no list of words foresees: kinds that were learnt from posts, told from the words as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from belisha.checking.draft import Observation
from belisha.checking.learnt import Floats, load_learnt
from belisha.checking.lexicon import read_data
from belisha.checking.scene import Run, Scene
from belisha.checking.telling_words import telling_words

# A stretch is as many whole sentences as have so many words: about what the posts have that were learnt from.
STRETCH = 30
SURE, DOUBTFUL, PART = 0.78, 0.45, 0.35


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield what the words are likely to be; a note where that is doubtful."""
    words = telling_words(scene)
    if not words:
        return
    model = load_learnt()
    numbers = model.numbers(words)
    features = model.features(numbers)
    starts = stretches(scene.sentences)
    scores = model.scores(numbers, features, starts)
    best = scores.argmax(axis=0)
    strengths = scores[best, np.arange(len(model.kinds))]
    ends = [*starts[1:], len(words)]
    for kind in np.flatnonzero(strengths >= least_doubtful()):
        setting, strength = settings()[model.kinds[kind]], strengths[kind]
        if strength >= setting.doubtful and setting.holds_for(scene):
            first, end = starts[best[kind]], ends[best[kind]]
            run = _telling_part(scene, model.weight_of_places(features[first:end], kind), first)
            if not scene.is_quoted(run):
                yield scene.seen(model.kinds[kind], run, SURE if strength >= setting.sure else DOUBTFUL)


@dataclass(frozen=True, slots=True)
class LearntSetting:
    """When a learnt kind counts (`learnt.toml`)."""

    sure: float
    doubtful: float
    by: str
    to: str
    unless: str

    def holds_for(self, scene: Scene) -> bool:
        """Return whether the kind may be meant in a draft."""
        return not (
            (self.by == "staff" and not scene.is_staff)
            or (self.by == "parent" and not scene.is_parent)
            or (self.to and scene.draft.audience != self.to)
            or (self.unless and scene.anywhere(self.unless))
        )


@cache
def settings() -> Mapping[str, LearntSetting]:
    """Return the setting of each learnt kind."""
    rows = read_data("learnt")
    return {
        name: LearntSetting(
            **{"by": "", "to": "", "unless": "", **rows["other"], **rows.get(name, {})},
        )
        for name in load_learnt().kinds
    }


@cache
def least_doubtful() -> float:
    """Return the strength under which no kind counts."""
    return min(each.doubtful for each in settings().values())


def _telling_part(scene: Scene, weights: Floats, first: int) -> Run:
    """Return the words of one sentence that speak most for a kind."""
    top = int(weights.argmax())
    strong = np.flatnonzero(weights >= weights[top] * PART)
    sentence = scene.sentences[first + top]
    near = [first + int(each) for each in strong if scene.sentences[first + int(each)] == sentence]
    before, after = near[0] - 1, near[-1] + 1
    return before if _same(scene, before, sentence) else near[0], after if _same(
        scene, after, sentence
    ) else near[-1]


def _same(scene: Scene, place: int, sentence: int) -> bool:
    return 0 <= place < len(scene.sentences) and scene.sentences[place] == sentence


def stretches(sentences: list[int]) -> list[int]:
    """Return where stretches of whole sentences begin."""
    starts, begun = [0], 0
    for place in range(1, len(sentences)):
        if sentences[place] != sentences[place - 1]:
            end = place + 1
            while end < len(sentences) and sentences[end] == sentences[place]:
                end += 1
            if end - begun > STRETCH:
                starts.append(place)
                begun = place
    return starts
