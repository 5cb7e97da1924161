"""What is different between two versions of a document for somebody who has acknowledged the first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from belisha.policies.clause_changes import ClauseChange, Piece, clause_changes
from belisha.rules.clauses import Definition, PlatformFact
from belisha.rules.judge import compile_policy
from belisha.rules.policy import Policy
from belisha.rules.words import Vocabulary

# Where a clause stands, and what it cites, asks nothing of anybody.
NOT_MEANT = ("Section", "Stands in the document at")


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes that concern some roles, and those that concern others alone."""

    mine: tuple[ClauseChange, ...]
    others: tuple[ClauseChange, ...]


def changes(before: Policy, after: Policy, roles: Iterable[str], vocabulary: Vocabulary, on: date) -> Changes:
    """What changed for the roles. A definition, and what is said of platforms, concerns everybody."""
    concerning = {
        clause.id
        for policy in (before, after)
        for clause in policy.clauses
        if isinstance(clause, Definition | PlatformFact)
    }
    for policy in (before, after):
        compiled = compile_policy(policy, vocabulary, on=on)
        for role in roles:
            concerning |= {clause.id for clause in compiled.speaks(role)}
    found = tuple(_meant(clause_changes(before, after)))
    return Changes(
        tuple(each for each in found if each.id in concerning),
        tuple(each for each in found if each.id not in concerning),
    )


def _meant(found: Iterable[ClauseChange]) -> Iterator[ClauseChange]:
    for each in found:
        rows = tuple(row for row in each.rows if row.heading not in NOT_MEANT)
        is_worded_anew = _joined(each.before) != _joined(each.after) or each.title_before
        if rows or is_worded_anew:
            yield replace(each, rows=rows)


def _joined(pieces: Iterable[Piece]) -> str:
    return "".join(piece.words for piece in pieces)
