"""What an outcome is chosen from: the clauses of the policy, and what follows by it for whoever did it."""

from collections.abc import Iterable

from belisha.cases.models import CasePart, IncidentCase
from belisha.people.roles import role_matches
from belisha.rules.language.clauses import Clause, Note, NoteKind, Rule
from belisha.rules.language.policy import Policy

ANY = "everyone"


def rules_of(policy: Policy) -> tuple[Clause, ...]:
    """Return the clauses that can be breached: the rules that ask or forbid something."""
    return tuple(each for each in policy.clauses if isinstance(each, Rule))


def consequences(policy: Policy, case: IncidentCase) -> tuple[Note, ...]:
    """Return the clauses of this policy that say what follows for the roles that are alleged to have done it.

    Where no role is known, all of them: the person chooses, and the policy's own words stand beside each.
    """
    roles = set(case.people.filter(part=CasePart.ALLEGED, ended_at=None).values_list("role", flat=True)) - {
        ""
    }
    found = tuple(
        each for each in policy.clauses if isinstance(each, Note) and each.kind is NoteKind.CONSEQUENCE
    )
    fitting = tuple(each for each in found if _concerns(each.audience, roles))
    return fitting or found


def _concerns(audience: Iterable[str], roles: set[str]) -> bool:
    words = tuple(audience)
    return not roles or ANY in words or any(role_matches(role, words) for role in roles)
