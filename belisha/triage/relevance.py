"""Choose the clauses of a policy that guide what is done about what a story tells.

The story gives actions: what was done, and what has happened. The policy's own machine reading decides the
rest: who is bound, towards whom, on what, in which circumstances.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from belisha.rules.judge import CompiledPolicy
from belisha.rules.language.clauses import (
    Clause,
    Deed,
    Definition,
    Force,
    Note,
    NoteKind,
    Office,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.triage.circumstances import Circumstances
from belisha.triage.events import triage_content
from belisha.triage.people import OUTSIDER, UNKNOWN

BREACH = "breach-policy"
_EVERYBODY = frozenset({"everyone", "adult"})
_INFORMING = (NoteKind.CONSEQUENCE, NoteKind.FACT, NoteKind.RIGHT, NoteKind.PROMISE, NoteKind.GUIDANCE)


class ClauseUse(StrEnum):
    """How a clause guides a case."""

    GROUND = "ground"
    STEP = "step"
    FORBIDS = "forbids"


@dataclass(frozen=True, slots=True)
class GuidingClause:
    """A clause that guides a case, and how."""

    clause: Clause
    use: ClauseUse


@dataclass(frozen=True, slots=True)
class OpenBranch:
    """A clause that would guide the case in circumstances that are not known: the facts to ask for."""

    clause: Clause
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseSituation:
    """What is known of a case: the actions done and those that happened, the people, the circumstances."""

    policy: CompiledPolicy
    reporter: str
    did: frozenset[str]
    happened: frozenset[str]
    alleged: tuple[str, ...]
    harmed: tuple[str, ...]
    circumstances: Circumstances
    also_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    platforms: tuple[str, ...] = ()
    is_breach: bool = False


@dataclass(slots=True)
class CaseGuidance:
    """The clauses that guide a case in the policy's order, and the branches that are open."""

    clauses: list[GuidingClause] = field(default_factory=list)
    open: list[OpenBranch] = field(default_factory=list)
    is_breach: bool = False


def guidance_for(case: CaseSituation) -> CaseGuidance:
    """Return the clauses of the policy that guide a case."""
    found = CaseGuidance()
    steps = _procedure_steps(case)
    broken = {each.id for each in case.policy.clauses if isinstance(each, Rule) and _is_broken(each, case)}
    found.is_breach = bool(broken) or case.is_breach
    for clause in case.policy.clauses:
        if isinstance(clause, Rule):
            _weigh_rule(clause, case, found, is_step=clause.id in steps)
        elif isinstance(clause, Procedure) and clause.options and not case.happened.isdisjoint(clause.on):
            found.clauses.append(GuidingClause(clause, ClauseUse.STEP))
        elif _informs(clause, case, is_breach=found.is_breach):
            found.clauses.append(GuidingClause(clause, ClauseUse.GROUND))
        elif isinstance(clause, Office) and clause.answers_for in case.happened:
            found.clauses.append(GuidingClause(clause, ClauseUse.STEP))
    return found


def _procedure_steps(case: CaseSituation) -> frozenset[str]:
    """Return the ids of the steps of every procedure that the case sets off."""
    return frozenset(
        step
        for clause in case.policy.clauses
        if isinstance(clause, Procedure) and not case.happened.isdisjoint(clause.on)
        for step in (*clause.steps, *(each for option in clause.options for each in option.steps))
    )


def _weigh_rule(rule: Rule, case: CaseSituation, found: CaseGuidance, *, is_step: bool) -> None:
    if rule.on or (rule.action in case.happened and rule.action not in case.did):
        if not _is_set_off(rule, case, is_breach=found.is_breach, is_step=is_step):
            return
        state = case.circumstances.all_of(rule.when)
        if state is None:
            found.open.append(OpenBranch(rule, _unknown(rule, case)))
        elif state:
            use = ClauseUse.FORBIDS if rule.force.forbids else ClauseUse.STEP
            found.clauses.append(GuidingClause(rule, use))
    elif _rules_on(rule, case):
        found.clauses.append(GuidingClause(rule, ClauseUse.GROUND))


def _is_set_off(rule: Rule, case: CaseSituation, *, is_breach: bool, is_step: bool) -> bool:
    is_on = (
        not case.happened.isdisjoint(rule.on)
        or rule.action in case.happened
        or (is_breach and BREACH in rule.on)
    )
    if not is_on or not _fits_other_side(rule, case):
        return False
    return is_step or _is_due_from(rule, case)


def _fits_other_side(rule: Rule, case: CaseSituation) -> bool:
    """Return whether the rule is about these people: who did it, or whoever else is in it."""
    if rule.action in triage_content()["clauses"]["of_adults"] and not rule.when and not rule.towards:
        return case.circumstances.facts.get("alleged-pupil") is not True
    if not rule.towards:
        return True
    is_of_alleged = rule.action in triage_content()["clauses"]["towards_alleged"]
    people = case.alleged if is_of_alleged else (*case.alleged, *case.harmed, case.reporter)
    return any(_covers(rule.towards, each, case.policy) for each in people)


def _is_due_from(rule: Rule, case: CaseSituation) -> bool:
    """Return whether somebody in the case owes the duty: the school, an office, or a person in it."""
    roles = case.policy.vocabulary.roles
    if any(
        roles[each].is_institution or roles[each].is_office or each == "senior-staff"
        for each in rule.who
        if each in roles
    ):
        return True
    is_told = any(effect.deed is Deed.REPORT for effect in rule.then) or rule.action.startswith("report-")
    people = (case.reporter,) if is_told else (case.reporter, *case.harmed, *case.alleged)
    return any(_covers(rule.who, each, case.policy) for each in people)


def _rules_on(rule: Rule, case: CaseSituation) -> bool:
    """Return whether a rule is about what somebody did: it binds them, towards these people."""
    state = case.circumstances.all_of(rule.when)
    # A leave that hangs on circumstances guides only where these are known.
    if rule.action not in case.did or state is False or (state is None and rule.force is Force.MAY):
        return False
    if _binds(rule, case.alleged, case.harmed, case):
        return True
    # Whoever works at the school and was contacted is bound too: they neither accept nor answer.
    is_answered = case.circumstances.facts.get("harmed-staff") is True and _is_mutual(rule, case)
    return is_answered and _binds(rule, case.harmed, case.alleged, case)


def _is_mutual(rule: Rule, case: CaseSituation) -> bool:
    """Return whether both sides take part in what the rule is about."""
    action = case.policy.vocabulary.actions.get(rule.action)
    return (action is not None and action.mutual) or rule.action in triage_content()["clauses"]["mutual"]


def _binds(rule: Rule, who: tuple[str, ...], towards: tuple[str, ...], case: CaseSituation) -> bool:
    """Return whether a rule binds one of these people, towards one of those."""
    doers = (*(who if _is_mutual(rule, case) else who[:1]), *case.also_by.get(rule.action, ()))
    if doers:
        is_bound = any(
            _covers(rule.who, each, case.policy) and not _covers(rule.who_except, each, case.policy)
            for each in doers
        )
    else:
        is_bound = not _EVERYBODY.isdisjoint(rule.who)
    if not is_bound or not rule.towards:
        return is_bound
    others = (*towards, *(who if _is_mutual(rule, case) else ()))
    return not towards or any(
        _covers(rule.towards, each, case.policy) and not _covers(rule.towards_except, each, case.policy)
        for each in others
    )


def _is_broken(rule: Rule, case: CaseSituation) -> bool:
    """Return whether somebody is known to have done what a rule forbids, with no exception known to hold."""
    if not rule.force.forbids or rule.action not in case.did or rule.on:
        return False
    if case.circumstances.all_of(rule.when) is False or not _binds(rule, case.alleged, case.harmed, case):
        return False
    return not any(_is_exempt(each, case) for each in rule.unless)


def _is_exempt(exemption: object, case: CaseSituation) -> bool:
    parts = getattr(exemption, "parts", ())
    return bool(parts) and all(hasattr(each, "fact") and case.circumstances.holds(each) for each in parts)


def _informs(clause: Clause, case: CaseSituation, *, is_breach: bool) -> bool:
    """Return whether a note, a definition or a fact about a platform bears on the case."""
    told = case.did | case.happened
    if isinstance(clause, Definition):
        return not case.happened.isdisjoint(clause.about)
    if isinstance(clause, PlatformFact):
        return _is_platform(clause, case) and not case.did.isdisjoint(clause.about)
    if not isinstance(clause, Note) or clause.kind not in _INFORMING:
        return False
    about = set(clause.about)
    if told.isdisjoint(about) and not (is_breach and BREACH in about):
        return False
    people: Iterable[str] = case.alleged[:1] if clause.kind is NoteKind.CONSEQUENCE else _involved(case)
    roles = case.policy.vocabulary.roles
    if any(roles[each].is_institution for each in clause.audience if each in roles):
        return True
    if not people:
        return not _EVERYBODY.isdisjoint(clause.audience)
    return any(_covers(clause.audience, each, case.policy) for each in people)


def _is_platform(clause: PlatformFact, case: CaseSituation) -> bool:
    """Return whether a clause is about a platform of the story; "other" is each that no clause names."""
    if not set(clause.platforms).isdisjoint(case.platforms):
        return True
    facts = (each for each in case.policy.clauses if isinstance(each, PlatformFact))
    named = {platform for each in facts for platform in each.platforms}
    return "other" in clause.platforms and (not case.platforms or not named.issuperset(case.platforms))


def _involved(case: CaseSituation) -> Iterator[str]:
    yield case.reporter
    yield from case.alleged
    yield from case.harmed


def _covers(roles: Iterable[str], role: str, policy: CompiledPolicy) -> bool:
    """Return whether one of these roles includes the other, as this policy defines them."""
    if role in (OUTSIDER, UNKNOWN):
        return "everyone" in set(roles) and "everyone" not in _defined(policy)
    return not policy.wider_roles(role).isdisjoint(roles)


def _defined(policy: CompiledPolicy) -> frozenset[str]:
    """Return the words that this policy gives a meaning of its own by listing who is meant."""
    return frozenset(each.defines for each in policy.clauses if isinstance(each, Definition) and each.means)


def _unknown(rule: Rule, case: CaseSituation) -> tuple[str, ...]:
    return tuple(
        condition.fact
        for line in rule.when
        if case.circumstances.line(line) is None
        for condition in line
        if case.circumstances.holds(condition) is None
    )
