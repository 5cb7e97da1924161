"""Which actions the words of a question fit, best first, or that they fit none."""

from dataclasses import dataclass
from math import sqrt

from belisha.asking.clausebook import clausebook_of
from belisha.asking.learnt import learnt
from belisha.asking.phrasebook import ELSEWHERE, Wording, phrasebook_of
from belisha.asking.vectors import vectors_of
from belisha.rules.judge import CompiledPolicy

# Chosen on the tuning questions of benchmarks/questions; benchmarks/asking.py measures what they give.
BY_MEANING, BY_WORDS, BY_LEARNING = 0.7, 0.45, 0.4
CLAUSES_COUNT, CLAUSES_FROM = 0.25, 0.2
FLOOR = 0.36
WEAK, MARGIN_IF_WEAK = 0.5, 0.05
CONSIDERED = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """The actions that a question's words fit, best first, each with how well (from 0 to about 1).

    `elsewhere` is how well they fit what no policy of this kind speaks of.
    """

    fits: tuple[tuple[str, float], ...]
    elsewhere: float

    @property
    def best(self) -> float:
        """How well the best action fits; 0 where there is none."""
        return self.fits[0][1] if self.fits else 0.0

    @property
    def is_elsewhere(self) -> bool:
        """Whether the question is about something else altogether."""
        margin = MARGIN_IF_WEAK if self.best < WEAK else 0.0
        return self.best < max(FLOOR, self.elsewhere + margin)


def choose(plain: str, policy: CompiledPolicy) -> Choice:
    """The actions that a plain text fits, by a policy's vocabulary, its clauses and what was learnt."""
    wording = Wording(plain, vectors_of([plain])[0])
    scores = phrasebook_of(policy.vocabulary).scores(wording, by_meaning=BY_MEANING, by_words=BY_WORDS)
    known = policy.vocabulary.actions
    for action, likelihood in learnt().likelihoods(wording.vector).items():
        if action in known or action == ELSEWHERE:
            scores[action] = scores.get(action, 0.0) + BY_LEARNING * sqrt(likelihood)
    by_clause = clausebook_of(policy).scores(wording, by_meaning=BY_MEANING, by_words=BY_WORDS)
    elsewhere = scores.pop(ELSEWHERE, 0.0)
    for action, score in by_clause.items():
        scores[action] = scores.get(action, 0.0) + CLAUSES_COUNT * max(0.0, score - CLAUSES_FROM)
    best = sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:CONSIDERED]
    return Choice(tuple(best), elsewhere)
