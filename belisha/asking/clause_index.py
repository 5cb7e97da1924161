"""Index a policy's own clauses for comparison with a question: each statement for its action."""

from belisha.asking.entities import plain_text
from belisha.asking.identity import cached_by_identity
from belisha.asking.phrase_index import IndexEntry, PhraseIndex
from belisha.rules.judge import CompiledPolicy
from belisha.rules.language.clauses import Clause, Office, Rule


@cached_by_identity
def clause_index_of(policy: CompiledPolicy) -> PhraseIndex:
    """Index the titles and statements of the clauses that can decide, as entries for their actions."""
    return PhraseIndex(clause_entries(policy))


def clause_entries(policy: CompiledPolicy) -> list[IndexEntry]:
    """Return an entry for each title and statement, in plain text."""
    return [
        IndexEntry(plain_text(text, policy.vocabulary), action)
        for clause in policy.clauses
        if (action := _action_of(clause))
        for text in (clause.title, clause.text)
    ]


def _action_of(clause: Clause) -> str | None:
    """Return the action that a clause rules on, or that an office is responsible for."""
    if isinstance(clause, Rule):
        return clause.action
    return clause.answers_for if isinstance(clause, Office) else None
