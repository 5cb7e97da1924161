"""Examining one policy: contradictions, clauses that do nothing, and what it is silent on."""

from collections.abc import Iterable
from datetime import date

from belisha.rules.compare import short_name
from belisha.rules.contradictions import Contradiction, contradictions_of
from belisha.rules.examining.redundant_rules import redundant_rules
from belisha.rules.examining.reports import Examination, RedundantClause, Silence
from belisha.rules.examining.silences import silences
from belisha.rules.examining.unreachable import unreachable_clauses
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.language.clauses import is_in_force
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.vocabulary.loading import default_vocabulary
from belisha.rules.vocabulary.words import Vocabulary

__all__ = ["Contradiction", "Examination", "RedundantClause", "Silence", "examine"]


def examine(
    policy: Policy,
    vocabulary: Vocabulary | None = None,
    on: date | None = None,
    *,
    others: Iterable[Policy] | None = None,
) -> Examination:
    """Return what a policy's rules come to on a day (None: without regard to dates).

    A policy that contradicts itself is examined too: that is told first. `others` are the policies that
    its silence is held against; by default those that ship, but for itself.
    """
    words = vocabulary or default_vocabulary()
    compiled = _compiled(policy, words, on)
    if others is None:
        others = (load_policy(slug) for slug in library_slugs() if slug != policy.control.slug)
    peers = [(short_name(each.control.school), _compiled(each, words, on)) for each in others]
    return Examination(
        policy=policy.control.slug,
        contradictions=contradictions_of(compiled),
        never_decide=tuple(redundant_rules(compiled)),
        unreached=tuple(unreachable_clauses(compiled, on)),
        silences=silences(compiled, peers),
    )


def _compiled(policy: Policy, vocabulary: Vocabulary, on: date | None) -> CompiledPolicy:
    """Ready to judge by, contradictions or not."""
    clauses = tuple(clause for clause in policy.clauses if is_in_force(clause, on))
    return CompiledPolicy(policy, vocabulary, clauses)
