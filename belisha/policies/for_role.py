"""What of a policy concerns one role, in the order in which somebody must know it."""

from dataclasses import dataclass
from datetime import date

from belisha.policies.clause_words import needs_somebodys_word
from belisha.rules.clauses import Clause, Force, Note, NoteKind, Office, PlatformFact, Rule
from belisha.rules.judge import compile_policy
from belisha.rules.policy import Policy
from belisha.rules.vocabulary import load_vocabulary


@dataclass(frozen=True, slots=True)
class Group:
    """Clauses under one heading; `verdict` names the colour and shape that they are marked with."""

    heading: str
    anchor: str
    verdict: str
    clauses: tuple[Clause, ...]


GROUPS = (
    ("You must not", "must-not", "prohibited"),
    ("Ask first", "ask-first", "needs-permission"),
    ("You must", "must", "required"),
    ("You should not", "should-not", "discouraged"),
    ("You should", "should", "recommended"),
    ("You may", "may", "allowed"),
    ("What may follow", "consequences", ""),
    ("Good to know", "good-to-know", ""),
)
BY_FORCE = {
    Force.MUST_NOT: "must-not",
    Force.MUST: "must",
    Force.SHOULD_NOT: "should-not",
    Force.SHOULD: "should",
    Force.MAY: "may",
}
BY_NOTE = {
    NoteKind.RIGHT: "may",
    NoteKind.CONSEQUENCE: "consequences",
    NoteKind.GUIDANCE: "good-to-know",
    NoteKind.FACT: "good-to-know",
}


def groups_for(policy: Policy, role: str, on: date) -> tuple[Group, ...]:
    """The clauses that concern the role on a day, grouped; groups without a clause are left out."""
    sorted_out: dict[str, list[Clause]] = {anchor: [] for _, anchor, _ in GROUPS}
    for clause in compile_policy(policy, load_vocabulary(), on=on).speaks(role):
        anchor = _anchor(clause)
        if anchor:
            sorted_out[anchor].append(clause)
    found = (
        Group(heading, anchor, verdict, tuple(sorted_out[anchor])) for heading, anchor, verdict in GROUPS
    )
    return tuple(group for group in found if group.clauses)


def _anchor(clause: Clause) -> str:
    if isinstance(clause, Rule):
        return "ask-first" if needs_somebodys_word(clause) else BY_FORCE[clause.force]
    if isinstance(clause, Note):
        return BY_NOTE.get(clause.kind, "")
    return "must" if isinstance(clause, Office) else ""


def platform_facts(policy: Policy) -> tuple[PlatformFact, ...]:
    """What the policy says of platforms: of use to everybody."""
    return tuple(clause for clause in policy.clauses if isinstance(clause, PlatformFact))
