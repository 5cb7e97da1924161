"""Judging: a policy and a situation in, a ruling out. `docs/explanation/language.md` says how."""

from bisect import bisect_right
from datetime import date, timedelta

from belisha.rules.contradictions import ContradictionError, contradictions_of
from belisha.rules.errors import SituationError
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.judging.hierarchies import Hierarchies
from belisha.rules.language.clauses import is_in_force
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import Ruling, Situation
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.own_names import spoken_words
from belisha.rules.vocabulary.words import Vocabulary

__all__ = [
    "CompiledPolicy",
    "ContradictionError",
    "Hierarchies",
    "Rules",
    "SituationError",
    "compile_policy",
    "judge",
]

Rules = CompiledPolicy
CACHE_SIZE = 128


class _Editions:
    """A policy's compiled forms: one for each stretch of time in which the same clauses are in force."""

    def __init__(self, policy: Policy, vocabulary: Vocabulary) -> None:
        self.policy = policy
        self.vocabulary = spoken_words(policy, vocabulary)
        begins = {clause.since for clause in policy.clauses if clause.since}
        begins |= {
            clause.until + timedelta(days=1)
            for clause in policy.clauses
            if clause.until and clause.until < date.max
        }
        self._begins = sorted(begins)
        self._compiled: dict[int | None, CompiledPolicy] = {}

    def on(self, day: date | None) -> CompiledPolicy:
        stretch = None if day is None else bisect_right(self._begins, day)
        if stretch not in self._compiled:
            clauses = tuple(clause for clause in self.policy.clauses if is_in_force(clause, day))
            compiled = CompiledPolicy(self.policy, self.vocabulary, clauses)
            found = contradictions_of(compiled)
            if found:
                raise ContradictionError(found)
            self._compiled[stretch] = compiled
        return self._compiled[stretch]


_EDITIONS: dict[tuple[int, int], _Editions] = {}


def compile_policy(policy: Policy, vocabulary: Vocabulary, *, on: date | None) -> CompiledPolicy:
    """Return a policy made ready to judge by, with the clauses in force on a day (None: all of them).

    Kept, so that asking again for the same policy costs nothing. Raise ContradictionError with every
    pair of clauses that contradict each other.
    """
    # The key is which object it is: to hash a policy by its values costs more than to judge by it.
    key = id(policy), id(vocabulary)
    editions = _EDITIONS.get(key)
    if editions is None:
        while len(_EDITIONS) >= CACHE_SIZE:
            _EDITIONS.pop(tuple(_EDITIONS)[0], None)  # noqa: RUF015 (one step, whatever other threads do)
        editions = _EDITIONS[key] = _Editions(policy, vocabulary)
    return editions.on(on)


def judge(
    policy: Policy, situation: Situation, *, vocabulary: Vocabulary | None = None, on: date | None = None
) -> Ruling:
    """Return the ruling of a policy on a situation, on a day (None: without regard to dates).

    `vocabulary` is the shipped one where none is given. Raise ContradictionError where the policy
    contradicts itself, SituationError for a word that the vocabulary does not hold.
    """
    words = load_vocabulary() if vocabulary is None else vocabulary
    return compile_policy(policy, words, on=on).judge(situation)
