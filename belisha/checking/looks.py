"""What was learnt, held to a draft: how likely each kind is at a first and at a second look.

The first look reads the words in tens of microseconds. The second asks the sentence model what a draft means,
which takes a millisecond or two, several times what everything else takes: it is for short drafts, in which
nothing that the policy minds was found.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from belisha.asking.sentence_embeddings import SentenceEncoder
from belisha.checking.draft import Observation
from belisha.checking.learnt import Floats, load_learnt
from belisha.checking.learnt_settings import DOUBTFUL, SURE, LearntSetting, limits, settings
from belisha.checking.obfuscation import undisguised
from belisha.checking.scene import Run, Scene
from belisha.checking.stance import is_cited, is_ill_denied
from belisha.checking.targets import Target, target_of
from belisha.checking.telling_words import telling_words, with_groups_alike

# A stretch is as many whole sentences as have so many words: about what the posts have that were learnt from.
STRETCH, PART = 30, 0.35
# About as many characters as the sentence model reads of a text; fewer words say too little.
LONGEST, FEWEST_WORDS = 300, 3
# How much the first look weighs at the second.
SHARE = 0.15
# Below this strength of every kind, one minded post in 200 was found by the second look (own sets).
NOTHING = -4.5
_SOMEBODY = (
    "people.second", "people.third", "people.staff", "people.pupils", "people.governors", "people.parents",
    "people.office_holders", "group.named",
)  # fmt: skip


class FirstLook:
    """A draft as it was read once: the strength of each kind in the stretch that speaks most for it."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self.kinds = scene, load_learnt().kinds
        words, model = telling_words(scene), load_learnt()
        numbers = model.numbers(words)
        self._features = model.features(numbers)
        self._starts = stretches(scene.sentences)
        self._ends = [*self._starts[1:], len(words)]
        scores = model.scores(numbers, self._features, self._starts)
        self._best = scores.argmax(axis=0)
        self.strengths: Floats = scores.max(axis=0)

    @property
    def is_worth_another(self) -> bool:
        """Whether anything was seen: a draft in which nothing was is not read again, which takes longer."""
        return bool(self.strengths.max() >= NOTHING)

    def sure(self) -> Iterator[Observation]:
        """Yield the kinds that count as much as a word that is looked for."""
        for kind in np.flatnonzero(self.strengths >= limits("sure")):
            yield from self._seen(int(kind), SURE)

    def doubtful(self) -> Iterator[Observation]:
        """Yield the kinds that are worth a note."""
        for kind in np.flatnonzero(self.strengths >= limits("doubtful")):
            yield from self._seen(int(kind), DOUBTFUL)

    def again(self) -> Iterator[Observation]:
        """Yield the kinds that are worth a note when the meaning of the whole is weighed in, or more."""
        model = load_learnt()
        text = undisguised(with_groups_alike(self._scene), model.mended)
        meant = model.meant(SentenceEncoder.load().embed([text])[0])
        both = SHARE * self.strengths + (1 - SHARE) * meant
        is_sure = (both >= limits("again_sure")) | (
            (self.strengths >= limits("sure")) & (meant >= limits("agreed"))
        )
        for kind in np.flatnonzero(both >= limits("again")):
            yield from self._seen(int(kind), SURE if is_sure[kind] else DOUBTFUL)

    def _seen(self, kind: int, sure: float) -> Iterator[Observation]:
        first, end = self._starts[self._best[kind]], self._ends[self._best[kind]]
        weights = load_learnt().weight_of_places(self._features[first:end], kind)
        run, setting = _telling_part(self._scene, weights, first), settings()[self.kinds[kind]]
        if not setting.holds_for(self._scene) or is_cited(self._scene, run) or self._scene.is_quoted(run):
            return
        if setting.whole and is_ill_denied(self._scene, self._scene.sentences[run[0]]):
            return
        if setting.aimed and self._scene.is_condemned(run):
            return
        if setting.aimed and _is_doubtful(self._scene, run, setting):
            sure = DOUBTFUL
        if sure == SURE or _is_of_somebody(self._scene, run, setting):
            yield self._scene.seen(self.kinds[kind], run, sure)


def can_look_again(scene: Scene) -> bool:
    """Return whether a draft is of a length for the sentence model."""
    return len(scene.draft.text) <= LONGEST and len(scene.words.words) >= FEWEST_WORDS


def _is_doubtful(scene: Scene, run: Run, setting: LearntSetting) -> bool:
    """Return whether it may be denied, said of oneself or by others, or of a thing or somebody far away."""
    if scene.is_of_others(run):
        return True
    if setting.whole:
        return scene.is_about_self(run) or scene.is_about_self((run[1], run[1]))
    denied = any(scene.is_negated((place, place)) for place in range(run[0], run[1] + 1))
    return denied or scene.is_about_self(run) or target_of(scene, run) is Target.OTHER


def _is_of_somebody(scene: Scene, run: Run, setting: LearntSetting) -> bool:
    """Return whether the draft speaks of those of whom such a thing is said."""
    if setting.of == "group":
        return scene.anywhere("group.named", "group.slur", "group.teasing", "group.contempt")
    return setting.of != "somebody" or scene.has(scene.sentences[run[0]], *_SOMEBODY)


def _telling_part(scene: Scene, weights: Floats, first: int) -> Run:
    """Return the words of one sentence that speak most for a kind."""
    top = int(weights.argmax())
    strong = np.flatnonzero(weights >= min(weights[top], abs(weights[top]) * PART))
    sentence = scene.sentences[first + top]
    near = [first + int(each) for each in strong if scene.sentences[first + int(each)] == sentence]
    before, after = near[0] - 1, near[-1] + 1
    return (
        before if _same(scene, before, sentence) else near[0],
        after if _same(scene, after, sentence) else near[-1],
    )


def _same(scene: Scene, place: int, sentence: int) -> bool:
    return 0 <= place < len(scene.sentences) and scene.sentences[place] == sentence


def stretches(sentences: list[int]) -> list[int]:
    """Return where stretches of whole sentences begin."""
    if not sentences:
        return [0]
    row = np.asarray(sentences)
    ends = [*(np.flatnonzero(row[1:] != row[:-1]) + 1).tolist(), len(sentences)]
    starts, begun = [0], 0
    for place, end in pairwise(ends):
        if end - begun > STRETCH:
            starts.append(place)
            begun = place
    return starts
