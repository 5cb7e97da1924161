"""Score the actions of the vocabulary for the words of a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt

from belisha.asking.classifier_weights import load_weights
from belisha.asking.clause_index import clause_index_of
from belisha.asking.kind_names import WordsKind
from belisha.asking.more_words import fresh_weights, has_more_words, told_actions
from belisha.asking.phrase_index import OUT_OF_SCOPE, Wording, phrase_index_of
from belisha.asking.vectors import vectors_of
from belisha.rules.judge import CompiledPolicy

# Chosen on the tuning questions of benchmarks/questions; benchmarks/asking.py measures what they give.
BY_MEANING, BY_WORDS, BY_LEARNING = 0.7, 0.45, 0.2
CLAUSES_COUNT, CLAUSES_FROM = 0.25, 0.2
FLOOR = 0.48
WEAK, MARGIN_IF_WEAK = 0.5, 0.05
CONSIDERED, CONSIDERED_OF_MORE = 12, 30
SLACK_OF_MORE = 0.1


@dataclass(frozen=True, slots=True)
class ActionScores:
    """The actions that a question's words match, best first, each with a score from 0 to about 1.

    `elsewhere` is the score of what no policy of this kind covers. `by_words` is the best score before the
    policy's clauses added to it, where it speaks with more words than were learnt; else None. `learnt` is
    how likely each is to what was learnt, and `nearest` the one whose phrases are nearest, whatever was
    learnt.
    """

    fits: tuple[tuple[str, float], ...]
    elsewhere: float
    learnt: Mapping[str, float] = field(default_factory=dict)
    nearest: str = OUT_OF_SCOPE
    by_words: float | None = None

    @property
    def best(self) -> float:
        """Return the score of the best action; 0 if there is none."""
        return self.fits[0][1] if self.fits else 0.0

    def is_out_for(self, kind: WordsKind) -> bool:
        """Return whether the question is out of scope, as its words match and as its kind is taken for."""
        slack = SLACK_OF_MORE if self.by_words is not None and kind is WordsKind.ELSEWHERE else None
        return self.is_elsewhere or (slack is not None and (self.by_words or 0.0) < self.elsewhere + slack)

    @property
    def is_elsewhere(self) -> bool:
        """Return whether the question is out of scope."""
        if self.by_words is not None:
            return self.best < FLOOR or self.by_words < self.elsewhere - SLACK_OF_MORE
        margin = MARGIN_IF_WEAK if self.best < WEAK else 0.0
        return self.best < max(FLOOR, self.elsewhere + margin)


def score_actions(plain: str, policy: CompiledPolicy) -> ActionScores:
    """Score the actions for a plain text by the phrases, the policy's clauses and the trained classifier."""
    wording = Wording(plain, vectors_of([plain])[0])
    scores = phrase_index_of(policy.vocabulary).scores(wording, by_meaning=BY_MEANING, by_words=BY_WORDS)
    nearest = max(scores, key=scores.__getitem__, default=OUT_OF_SCOPE)
    known = policy.vocabulary.actions
    weights = fresh_weights(policy.vocabulary) if has_more_words(policy.vocabulary) else load_weights()
    learnt = weights.likelihoods(wording.vector)
    for action, likelihood in learnt.items():
        if action in known or action == OUT_OF_SCOPE:
            scores[action] = scores.get(action, 0.0) + BY_LEARNING * sqrt(likelihood)
    by_clause = clause_index_of(policy).scores(wording, by_meaning=BY_MEANING, by_words=BY_WORDS)
    elsewhere = scores.pop(OUT_OF_SCOPE, 0.0)
    for action, score in by_clause.items():
        scores[action] = scores.get(action, 0.0) + CLAUSES_COUNT * max(0.0, score - CLAUSES_FROM)
    considered, by_words = CONSIDERED, None
    if told := told_actions(policy):
        considered, by_words = CONSIDERED_OF_MORE, max(scores.values(), default=0.0)
        for action, weight in told.items():
            if action in scores:
                scores[action] += weight
    best = sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:considered]
    return ActionScores(tuple(best), elsewhere, learnt, nearest, by_words)
