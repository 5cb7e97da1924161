"""A policy's own clauses, ready to be compared with a question: each statement for its action."""

from belisha.asking.identity import cached_by_identity
from belisha.asking.mentions import plain_text
from belisha.asking.phrasebook import Entry, Phrasebook
from belisha.rules.clauses import Clause, Office, Rule
from belisha.rules.judge import CompiledPolicy


@cached_by_identity
def clausebook_of(policy: CompiledPolicy) -> Phrasebook:
    """The titles and statements of the clauses that can decide, as entries for their actions."""
    return Phrasebook(clause_entries(policy))


def clause_entries(policy: CompiledPolicy) -> list[Entry]:
    """The entries of a policy's clauses, in plain text."""
    return [
        Entry(plain_text(text, policy.vocabulary), action)
        for clause in policy.clauses
        if (action := _action_of(clause))
        for text in (clause.title, clause.text)
    ]


def _action_of(clause: Clause) -> str | None:
    """The action that a clause rules on, or that an office answers for."""
    if isinstance(clause, Rule):
        return clause.action
    return clause.answers_for if isinstance(clause, Office) else None
