"""A policy's own clauses, ready to be compared with a question: each statement for its action."""

from belisha.asking.identity import cached_by_identity
from belisha.asking.mentions import find_mentions
from belisha.asking.phrasebook import Entry, Phrasebook
from belisha.rules.clauses import Office, Rule
from belisha.rules.judge import CompiledPolicy


@cached_by_identity
def clausebook_of(policy: CompiledPolicy) -> Phrasebook:
    """The titles and statements of the clauses that can decide, as entries for their actions."""
    return Phrasebook(clause_entries(policy))


def clause_entries(policy: CompiledPolicy) -> list[Entry]:
    """The entries of a policy's clauses, in plain text."""
    entries = []
    for clause in policy.clauses:
        action = (
            clause.action
            if isinstance(clause, Rule)
            else clause.answers_for
            if isinstance(clause, Office)
            else None
        )
        if action:
            for text in (clause.title, clause.text):
                entries.append(Entry(find_mentions(text, policy.vocabulary).plain, action))
    return entries
