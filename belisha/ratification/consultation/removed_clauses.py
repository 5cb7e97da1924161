"""The clauses that a draft removes, so that people can comment on those too."""

from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.queries import version_before
from belisha.rules.language.clauses import Clause


def removed_clauses(version: PolicyVersion) -> tuple[Clause, ...]:
    """Return the clauses of the policy in force that the version no longer has, in order."""
    before = version_before(version)
    if before is None:
        return ()
    stays = policy_of(version).by_id
    return tuple(clause for clause in policy_of(before).clauses if clause.id not in stays)
