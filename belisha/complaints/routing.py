"""Who handles a matter, and the clauses that say so, read from the policy."""

from dataclasses import dataclass

from belisha.complaints.models import HeardBy, MatterKind
from belisha.people.models import School
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.roles import role_matches
from belisha.rules.language.clauses import Clause, Office, Rule
from belisha.rules.language.policy import Policy

# What each kind of matter is called in the vocabulary of policies.
SPEAKS_OF = {
    MatterKind.COMPLAINT: ("handle-complaint", "use-complaints-procedure"),
    MatterKind.CONCERN: ("raise-concern-privately",),
}
# Where they go when no clause names an office that hears such matters at the school.
OTHERWISE = {MatterKind.COMPLAINT: HeardBy.GOVERNORS, MatterKind.CONCERN: HeardBy.SCHOOL}


@dataclass(frozen=True, slots=True)
class MatterRoute:
    """Who handles a kind of matter, and the clauses of this policy about it."""

    heard_by: HeardBy
    clauses: tuple[Clause, ...]


def route_for(
    school: School, policy: Policy | None, kind: MatterKind, *, about_the_school: bool = False
) -> MatterRoute:
    """Return the route of a matter: to the office that the policy names, if someone at the school holds it.

    A matter about those who would handle it goes to the governors.
    """
    found = policy.clauses if policy else ()
    clauses = tuple(clause for clause in found if _speaks_of(clause, SPEAKS_OF[kind]))
    heard_by = HeardBy.GOVERNORS if about_the_school else _named(school, clauses) or OTHERWISE[kind]
    return MatterRoute(heard_by, clauses)


def _named(school: School, clauses: tuple[Clause, ...]) -> HeardBy | None:
    """Return the right of the first office that a clause names, if its holders handle matters."""
    offices = [office for clause in clauses if isinstance(clause, Office) for office in clause.holders]
    hearing = ((right, holders_of_right(school, right)) for right in HeardBy)
    return next(
        (right for right, words in hearing if any(role_matches(each, words) for each in offices)), None
    )


def _speaks_of(clause: Clause, actions: tuple[str, ...]) -> bool:
    if isinstance(clause, Office):
        return clause.answers_for in actions
    return isinstance(clause, Rule) and not clause.force.forbids and clause.action in actions
