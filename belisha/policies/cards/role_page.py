"""The clauses of a policy that concern one role, in order of importance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from belisha.base.grouped_list import GroupedList, ListRequest
from belisha.policies.documents.clause_text import listed_clauses, needs_permission
from belisha.rules.judge import compile_policy
from belisha.rules.language.clauses import (
    Clause,
    Force,
    Note,
    NoteKind,
    Office,
    Plain,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary


@dataclass(frozen=True, slots=True)
class ClauseGroup:
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
    ("What the school promises", "promises", ""),
    ("What the school may do", "reserves", ""),
    ("Step by step", "procedures", ""),
    ("In the policy’s own words", "own-words", ""),
    ("Good to know", "good-to-know", ""),
)
VERDICTS = {anchor: verdict for _, anchor, verdict in GROUPS} | {"platforms": ""}
BY_KIND: Mapping[type[Clause], str] = {Procedure: "procedures", Plain: "own-words"}
INSTITUTION = "school"
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
    NoteKind.PURPOSE: "good-to-know",
    NoteKind.ADOPTION: "good-to-know",
    NoteKind.PROMISE: "promises",
    NoteKind.RESERVES: "reserves",
}


def groups_for(policy: Policy, role: str, on: date) -> tuple[ClauseGroup, ...]:
    """Return the clauses that concern the role on a day, grouped; groups without a clause are left out."""
    sorted_out: dict[str, list[Clause]] = {anchor: [] for _, anchor, _ in GROUPS}
    compiled = compile_policy(policy, load_vocabulary(), on=on)
    plain = (each for each in compiled.clauses if isinstance(each, Plain))
    for clause in (*compiled.speaks(role), *plain):
        anchor = _anchor(clause)
        if anchor:
            sorted_out[anchor].append(clause)
    found = (
        ClauseGroup(heading, anchor, verdict, tuple(sorted_out[anchor]))
        for heading, anchor, verdict in GROUPS
    )
    return tuple(group for group in found if group.clauses)


def clauses_for_role(policy: Policy, role: str, on: date, asked: ListRequest) -> GroupedList[Clause]:
    """Return the clauses of a role by group, then facts about platforms, as the reader asked."""
    groups: list[tuple[str, str, tuple[Clause, ...]]] = [
        (group.heading, group.anchor, group.clauses) for group in groups_for(policy, role, on)
    ]
    if platforms := platform_facts(policy):
        groups.append(("Sites and apps", "platforms", platforms))
    return listed_clauses(groups, asked)


def clauses_for_school(policy: Policy, on: date, asked: ListRequest) -> GroupedList[Clause]:
    """Return what the policy asks of the school itself, by group, as the reader asked (B88, K88a, K90)."""
    groups = [
        (group.heading.replace("You ", "The school "), group.anchor, group.clauses)
        for group in groups_for(policy, INSTITUTION, on)
    ]
    return listed_clauses(groups, asked)


def _anchor(clause: Clause) -> str:
    if isinstance(clause, Rule):
        return "ask-first" if needs_permission(clause) else BY_FORCE[clause.force]
    if isinstance(clause, Note):
        return BY_NOTE.get(clause.kind, "")
    if isinstance(clause, Office):
        return "must" if clause.is_duty else "may"
    return BY_KIND.get(type(clause), "")


def platform_facts(policy: Policy) -> tuple[PlatformFact, ...]:
    """Return what the policy says about platforms, which concerns everyone."""
    return tuple(clause for clause in policy.clauses if isinstance(clause, PlatformFact))
