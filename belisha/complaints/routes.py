"""Who hears a matter, and the clauses that say so: read off the policy."""

from dataclasses import dataclass

from belisha.complaints.models import HeardBy, MatterKind
from belisha.rules.clauses import Clause, Office, Rule
from belisha.rules.policy import Policy

# What each kind of matter is called in the vocabulary of policies.
SPEAKS_OF = {
    MatterKind.COMPLAINT: ("handle-complaint", "use-complaints-procedure"),
    MatterKind.CONCERN: ("raise-concern-privately",),
}
USUALLY = {MatterKind.COMPLAINT: HeardBy.GOVERNORS, MatterKind.CONCERN: HeardBy.SCHOOL}


@dataclass(frozen=True, slots=True)
class Route:
    """Where a kind of matter goes, and the clauses of this policy that speak of it."""

    heard_by: HeardBy
    clauses: tuple[Clause, ...]


def route(policy: Policy | None, kind: MatterKind, *, about_the_school: bool = False) -> Route:
    """The way that a matter takes. What is about those who would hear it goes to the governors instead."""
    heard_by = HeardBy.GOVERNORS if about_the_school else USUALLY[kind]
    clauses = policy.clauses if policy else ()
    return Route(heard_by, tuple(clause for clause in clauses if _speaks_of(clause, SPEAKS_OF[kind])))


def _speaks_of(clause: Clause, actions: tuple[str, ...]) -> bool:
    if isinstance(clause, Office):
        return clause.answers_for in actions
    return isinstance(clause, Rule) and not clause.force.forbids and clause.action in actions
