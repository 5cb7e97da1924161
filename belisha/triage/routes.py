"""Decide who is told: by the policy, by guidance where it is silent, and by conflicts of interest."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from belisha.rules.judge import CompiledPolicy
from belisha.rules.language.clauses import Deed, Office, Rule
from belisha.rules.wording.grammar import and_list, label_of
from belisha.triage.circumstances import Circumstances
from belisha.triage.events import Conflict, conflicts, triage_content
from belisha.triage.playbooks import Playbook, PlaybookRow
from belisha.triage.relevance import GuidingClause
from belisha.triage.values import RouteStep, StepOrigin

_TOLD = (Deed.REPORT, Deed.REFER, Deed.TELL, Deed.ASK)
_FAMILIES = ("pupil", "parent")


def conflict_of(alleged: Iterable[str]) -> tuple[str, Conflict] | None:
    """Return the office that a report is about and its conflict of interest, or None."""
    known = conflicts()
    for role in alleged:
        if role in known:
            return role, known[role]
    return None


def route_of(
    guiding: Iterable[GuidingClause],
    playbook: Playbook,
    covered: frozenset[str],
    case: Circumstances,
    policy: CompiledPolicy,
    *,
    reporter: str,
    alleged: tuple[str, ...],
) -> tuple[RouteStep, ...]:
    """Return who is told, in order: whom the policy names first, then whom guidance names, each once."""
    found = [*_by_policy(guiding, policy), *_by_guidance(playbook.route, covered, case, policy)]
    if not any(each.office in policy.vocabulary.roles for each in found):
        found = [*_asked_whom(policy), *found]
    reached = _within_reach(found, policy, reporter)
    return tuple(_once(_without_conflict(reached, policy, reporter, conflict_of(alleged))))


def _within_reach(found: list[RouteStep], policy: CompiledPolicy, reporter: str) -> list[RouteStep]:
    """Leave out offices that only others have, such as a parent's line manager, if any office is left."""
    personal, roles = triage_content()["personal_office"], policy.wider_roles(reporter)
    left = [each for each in found if each.office not in personal or roles & {*personal[each.office]}]
    return left if any(each.office in policy.vocabulary.roles for each in left) else found


def _by_policy(guiding: Iterable[GuidingClause], policy: CompiledPolicy) -> Iterator[RouteStep]:
    for each in guiding:
        clause = each.clause
        if isinstance(clause, Office):
            for office in clause.holders:
                yield _named(office, clause.title, clause.cites, policy)
        if not isinstance(clause, Rule):
            continue
        for effect in clause.then:
            if effect.deed in _TOLD:
                # Telling a pupil or a parent is a step; it routes the case to nobody.
                for office in (each for each in effect.to if each not in _FAMILIES):
                    yield _named(office, clause.title, clause.cites, policy)


def _by_guidance(
    rows: Iterable[PlaybookRow], covered: frozenset[str], case: Circumstances, policy: CompiledPolicy
) -> Iterator[RouteStep]:
    for row in rows:
        if not row.covers.isdisjoint(covered) or case.words(row.when) is False:
            continue
        source = row.source
        origin = StepOrigin.STATUTORY if source and source.edition else StepOrigin.OURS
        office = row.text("office")
        yield RouteStep(office, label_of(office, policy.vocabulary), row.text("why"), (), origin, source)


def _asked_whom(policy: CompiledPolicy) -> Iterator[RouteStep]:
    for office in policy.policy.control.ask_whom or ("headteacher",):
        yield RouteStep(
            office, label_of(office, policy.vocabulary), "whom this policy says to ask", (), StepOrigin.OURS
        )


def _named(office: str, why: str, cites: tuple[str, ...], policy: CompiledPolicy) -> RouteStep:
    return RouteStep(office, label_of(office, policy.vocabulary), why, cites)


def _without_conflict(
    found: Iterable[RouteStep], policy: CompiledPolicy, reporter: str, conflict: tuple[str, Conflict] | None
) -> Iterator[RouteStep]:
    """Yield the route with those whom it is about, and who report, replaced by who stands in for them."""
    own = triage_content()["own_office"]
    for step in found:
        if conflict and step.office in conflict[1].never:
            yield from _instead(step, conflict[1].instead, conflict[1].why, policy)
        elif step.office == reporter and step.office in own:
            yield from _instead(step, own[step.office], f"you are the {step.name}", policy, conflict)
        else:
            yield step
    if conflict:
        for office in conflict[1].also:
            yield RouteStep(
                office, label_of(office, policy.vocabulary), conflict[1].why, (), StepOrigin.STATUTORY
            )


def _instead(
    step: RouteStep,
    offices: Iterable[str],
    why: str,
    policy: CompiledPolicy,
    conflict: tuple[str, Conflict] | None = None,
) -> Iterator[RouteStep]:
    for office in offices:
        if conflict and office in conflict[1].never:
            continue
        label = label_of(office, policy.vocabulary)
        yield replace(
            step,
            office=office,
            name=label,
            why=f"instead of the {step.name}: {why}",
            instead_of=(step.office,),
        )


def _once(found: Iterable[RouteStep]) -> Iterator[RouteStep]:
    """Yield each office once, with all the lines that name it."""
    by_office: dict[str, RouteStep] = {}
    for step in found:
        known = by_office.get(step.office)
        if known is None:
            by_office[step.office] = step
            continue
        cites = tuple(dict.fromkeys((*known.cites, *step.cites)))
        instead = tuple(dict.fromkeys((*known.instead_of, *step.instead_of)))
        by_office[step.office] = replace(known, cites=cites, instead_of=instead)
    yield from by_office.values()


def names_of(offices: Iterable[str], policy: CompiledPolicy) -> str:
    """Return offices as words: "the headteacher and the LADO"."""
    return and_list(label_of(each, policy.vocabulary) for each in offices)
