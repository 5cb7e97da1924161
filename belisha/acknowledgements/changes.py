"""What changed in a document for someone who has acknowledged an earlier version."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from belisha.policies.documents.clause_text import PLACE, SECTION
from belisha.policies.versions.clause_diff import ClauseDifference, TextPiece, clause_changes
from belisha.rules.judge import compile_policy
from belisha.rules.language.clauses import Definition, PlatformFact
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.words import Vocabulary

# A clause that only moved asks nothing new of anyone.
NOT_MEANT = (SECTION, PLACE)


@dataclass(frozen=True, slots=True)
class RoleChanges:
    """The changes that concern some roles, and those that only concern others."""

    mine: tuple[ClauseDifference, ...]
    others: tuple[ClauseDifference, ...]


def changes_for_roles(
    before: Policy, after: Policy, roles: Iterable[str], vocabulary: Vocabulary, on: date
) -> RoleChanges:
    """Return what changed for the roles. Definitions and platform facts concern everyone."""
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
    return RoleChanges(
        tuple(each for each in found if each.id in concerning),
        tuple(each for each in found if each.id not in concerning),
    )


def _meant(found: Iterable[ClauseDifference]) -> Iterator[ClauseDifference]:
    for each in found:
        rows = tuple(row for row in each.rows if row.heading not in NOT_MEANT)
        is_worded_anew = _joined(each.before) != _joined(each.after) or each.title_before
        if rows or is_worded_anew:
            yield replace(each, rows=rows)


def _joined(pieces: Iterable[TextPiece]) -> str:
    return "".join(piece.words for piece in pieces)
