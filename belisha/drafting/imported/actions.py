"""Find the action of the vocabulary that a clause is about."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import sqrt

from belisha.asking.classifier_weights import load_weights
from belisha.asking.clause_index import clause_entries
from belisha.asking.entities import plain_text
from belisha.asking.phrase_index import OUT_OF_SCOPE, PhraseIndex, Wording, phrase_index_of
from belisha.asking.vectors import vectors_of
from belisha.rules.judge import compile_policy
from belisha.rules.language.clauses import Condition, Force
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.words import Vocabulary

BY_MEANING, BY_WORDS, BY_LEARNING, BY_CLAUSES = 0.7, 0.45, 0.2, 0.9
OFFERED = 4
LONGEST = 600


@dataclass(frozen=True, slots=True)
class ActionChoice:
    """The actions that a clause may be about, best first, each with its score, from 0 to about 2."""

    found: tuple[tuple[str, float], ...] = ()
    elsewhere: float = 0.0

    @property
    def best(self) -> str:
        """Return the best action, or nothing."""
        return self.found[0][0] if self.found else ""

    @property
    def score(self) -> float:
        """Return the score of the best action."""
        return self.found[0][1] if self.found else 0.0

    @property
    def lead(self) -> float:
        """Return by how much the best action is nearer than the next."""
        return self.score - (self.found[1][1] if len(self.found) > 1 else 0.0)


@cache
def _stated() -> PhraseIndex:
    """Index what the policies that ship say, each statement for its action."""
    vocabulary = load_vocabulary()
    entries = [
        entry
        for slug in library_slugs()
        for entry in clause_entries(compile_policy(load_policy(slug), vocabulary, on=None))
    ]
    return PhraseIndex(entries)


@cache
def occasions() -> frozenset[str]:
    """Return the actions on which duties of the policies that ship are set off."""
    rules = (rule for slug in library_slugs() for rule in load_policy(slug).rules)
    return frozenset(action for rule in rules for action in rule.on)


class ActionFinder:
    """Finds the actions that texts are about; texts that are given together cost less than one by one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the vocabulary whose actions are looked for."""
        self._vocabulary = vocabulary
        self._scores: dict[str, dict[str, float]] = {}

    def prepare(self, texts: Iterable[str]) -> None:
        """Score texts at once, to be chosen for afterwards."""
        new = [text for text in dict.fromkeys(texts) if text not in self._scores]
        if not new:
            return
        self._scores.update(zip(new, _scores_of(new, self._vocabulary), strict=True))

    def choose(self, text: str, *, among: Collection[str] | None = None) -> ActionChoice:
        """Return the actions that a text is nearest to, all or those among some."""
        self.prepare([text])
        scores = dict(self._scores[text])
        elsewhere = scores.pop(OUT_OF_SCOPE, 0.0)
        if among is not None:
            scores = {action: score for action, score in scores.items() if action in among}
        best = sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:OFFERED]
        return ActionChoice(tuple((action, round(score, 3)) for action, score in best), elsewhere)


def _scores_of(texts: Sequence[str], vocabulary: Vocabulary) -> Iterator[dict[str, float]]:
    """Yield the scores of the actions for each text."""
    plain = [plain_text(text[:LONGEST], vocabulary) for text in texts]
    wordings = [Wording(*each) for each in zip(plain, vectors_of(plain), strict=True)]
    by_phrases = phrase_index_of(vocabulary).scores_of_each(
        wordings, by_meaning=BY_MEANING, by_words=BY_WORDS
    )
    by_clauses = _stated().scores_of_each(wordings, by_meaning=BY_MEANING, by_words=BY_WORDS)
    for wording, scores, stated in zip(wordings, by_phrases, by_clauses, strict=True):
        for action, likelihood in load_weights().likelihoods(wording.vector).items():
            if action in vocabulary.actions:
                scores[action] = scores.get(action, 0.0) + BY_LEARNING * sqrt(likelihood)
        for action, score in stated.items():
            scores[action] = scores.get(action, 0.0) * 0.6 + BY_CLAUSES * score
        yield scores


@dataclass(slots=True)
class ActionUse:
    """How rules that ship speak of an action: their forces, whether towards somebody, under which facts."""

    is_forbidden: bool = False
    is_asked: bool = False
    towards: set[str] = field(default_factory=set)
    occasions: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    set_off: Counter[tuple[str, ...]] = field(default_factory=Counter)

    @property
    def always_on(self) -> tuple[str, ...]:
        """Return what sets the action off in every rule on it, most often, or nothing."""
        return () if () in self.set_off or not self.set_off else self.set_off.most_common(1)[0][0]


@cache
def _uses() -> dict[str, ActionUse]:
    found: dict[str, ActionUse] = {}
    for slug in library_slugs():
        for rule in load_policy(slug).rules:
            use = found.setdefault(rule.action, ActionUse())
            use.is_forbidden |= rule.force.forbids
            use.is_asked |= rule.force in (Force.MUST, Force.SHOULD)
            use.towards.update(rule.towards)
            use.occasions.update(rule.on)
            use.set_off[rule.on] += 1
            parts = [part for each in rule.unless for part in each.parts]
            parts += [part for each in rule.when for part in each]
            use.facts |= {part.fact for part in parts if isinstance(part, Condition)}
    return found


def use_of(action: str) -> ActionUse:
    """Return how the rules that ship speak of an action."""
    return _uses().get(action, ActionUse())


def is_ill(action: str) -> bool:
    """Return whether an action is only ever forbidden, as “post what does harm”."""
    return use_of(action).is_forbidden and not use_of(action).is_asked


def is_duty(action: str) -> bool:
    """Return whether an action is only ever asked for, as “set privacy”."""
    return use_of(action).is_asked and not use_of(action).is_forbidden
