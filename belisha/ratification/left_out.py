"""The clauses that a draft leaves out, so that people can be asked about those too."""

from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.queries import version_before
from belisha.rules.clauses import Clause


def left_out_of(version: PolicyVersion) -> tuple[Clause, ...]:
    """The clauses of the policy in force that the version no longer has, in their order."""
    before = version_before(version)
    if before is None:
        return ()
    stays = policy_of(version).by_id
    return tuple(clause for clause in policy_of(before).clauses if clause.id not in stays)
