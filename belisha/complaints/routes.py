"""Who hears a matter, and the clauses that say so: read off the policy."""

from dataclasses import dataclass

from belisha.complaints.models import HeardBy, MatterKind
from belisha.people.models import School
from belisha.people.roles import stands_for
from belisha.people.standing_for import holders_of_right
from belisha.rules.clauses import Clause, Office, Rule
from belisha.rules.policy import Policy

# What each kind of matter is called in the vocabulary of policies.
SPEAKS_OF = {
    MatterKind.COMPLAINT: ("handle-complaint", "use-complaints-procedure"),
    MatterKind.CONCERN: ("raise-concern-privately",),
}
# Where they go when no clause names an office that hears such matters at the school.
OTHERWISE = {MatterKind.COMPLAINT: HeardBy.GOVERNORS, MatterKind.CONCERN: HeardBy.SCHOOL}


@dataclass(frozen=True, slots=True)
class Route:
    """Where a kind of matter goes, and the clauses of this policy that speak of it."""

    heard_by: HeardBy
    clauses: tuple[Clause, ...]


def route(
    school: School, policy: Policy | None, kind: MatterKind, *, about_the_school: bool = False
) -> Route:
    """The way that a matter takes: to whoever the policy's own office for it stands for at the school.

    What is about those who would hear it goes to the governors instead.
    """
    found = policy.clauses if policy else ()
    clauses = tuple(clause for clause in found if _speaks_of(clause, SPEAKS_OF[kind]))
    heard_by = HeardBy.GOVERNORS if about_the_school else _named(school, clauses) or OTHERWISE[kind]
    return Route(heard_by, clauses)


def _named(school: School, clauses: tuple[Clause, ...]) -> HeardBy | None:
    """Those among whom is the first office that a clause names, if it is anybody's who hears matters."""
    offices = [clause.office for clause in clauses if isinstance(clause, Office)]
    hearing = ((right, holders_of_right(school, right)) for right in HeardBy)
    return next((right for right, words in hearing if any(stands_for(each, words) for each in offices)), None)


def _speaks_of(clause: Clause, actions: tuple[str, ...]) -> bool:
    if isinstance(clause, Office):
        return clause.answers_for in actions
    return isinstance(clause, Rule) and not clause.force.forbids and clause.action in actions
