"""Put together what is done and what must not be: by the policy, and by guidance where it is silent."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from belisha.rules.judge import CompiledPolicy
from belisha.rules.language.clauses import Acting, Clause, Deed, Note, NoteKind, Procedure, Rule
from belisha.rules.wording.grammar import and_list, or_list, sentence, the
from belisha.rules.wording.plain_english import decision_words
from belisha.triage.circumstances import Circumstances
from belisha.triage.events import Conflict
from belisha.triage.playbooks import Playbook, PlaybookRow, investigating_actions
from belisha.triage.relevance import ClauseUse, GuidingClause
from belisha.triage.values import Clock, Forbidden, PlaybookStep, StepOrigin


def steps_of(
    guiding: Iterable[GuidingClause],
    playbook: Playbook,
    covered: frozenset[str],
    case: Circumstances,
    policy: CompiledPolicy,
    conflict: tuple[str, Conflict] | None,
) -> tuple[PlaybookStep, ...]:
    """Return the steps: those of guidance that are due at once, the policy's own, the others of guidance."""
    given = list(_rows(playbook.steps, covered, case))
    clauses = list(guiding)
    bar = _advice_first(clauses, playbook, policy)
    stated = [each.clause for each in clauses if each.use is ClauseUse.STEP]
    own = [_policy_step(each, policy, conflict, bar) for each in stated if not isinstance(each, Procedure)]
    own = _with_decisions(own, [each for each in stated if isinstance(each, Procedure)], policy)
    first = [_guided_step(row) for row in given if row.text("by") == "at once"]
    rest = [_guided_step(row) for row in given if row.text("by") != "at once"]
    return (*first, *own, *rest)


def _with_decisions(
    own: list[PlaybookStep], procedures: Iterable[Procedure], policy: CompiledPolicy
) -> list[PlaybookStep]:
    """Return the policy's steps with each decision of its procedures, before what waits for it.

    What belongs to one option is done only where that was decided, and waits until it is on record.
    """
    for procedure in procedures:
        words = {step: option.words for option in procedure.options for step in option.steps}
        names = policy.vocabulary
        who = (and_list if procedure.acting is Acting.TOGETHER else or_list)(
            the(each, names) for each in procedure.decided_by
        )
        decision = PlaybookStep(
            sentence(decision_words(procedure, names)), who, "", cites=procedure.cites, clause=procedure.id
        )
        waiting = [
            replace(each, locked_until=f"it is decided: {words[each.clause]}")
            for each in own
            if each.clause in words
        ]
        own = [*(each for each in own if each.clause not in words), decision, *waiting]
    return own


def do_not_of(
    guiding: Iterable[GuidingClause], playbook: Playbook, covered: frozenset[str], case: Circumstances
) -> tuple[Forbidden, ...]:
    """Return what must not be done: by the policy first, then by guidance."""
    own = [
        Forbidden(each.clause.text, each.clause.cites, each.clause.id)
        for each in guiding
        if each.use is ClauseUse.FORBIDS
    ]
    given = [
        Forbidden(row.text("says"), (), "", _origin(row), row.source)
        for row in _rows(playbook.do_not, covered, case)
    ]
    return (*own, *given)


def clocks_of(
    guiding: Iterable[GuidingClause], playbook: Playbook, covered: frozenset[str], case: Circumstances
) -> tuple[Clock, ...]:
    """Return the time limits: those in the policy's own words, and those of guidance."""
    own = []
    for each in guiding:
        clause = each.clause
        if isinstance(clause, Rule) and each.use is ClauseUse.STEP and (by := _by(clause)):
            own.append(Clock(clause.title, None, "", "the report", words=by, cites=clause.cites))
    given = [
        Clock(
            row.text("what"),
            row.values["within"],
            row.text("unit"),
            row.text("begins"),
            row.text("then"),
            source=row.source,
        )
        for row in _rows(playbook.clocks, covered, case)
    ]
    return (*own, *given)


def _rows(rows: Iterable[PlaybookRow], covered: frozenset[str], case: Circumstances) -> Iterator[PlaybookRow]:
    """Yield the rows that no clause of the policy replaces and that the circumstances do not rule out."""
    for row in rows:
        if row.covers.isdisjoint(covered) and case.words(row.when) is not False:
            yield row


def _advice_first(guiding: Iterable[GuidingClause], playbook: Playbook, policy: CompiledPolicy) -> str:
    """Return what looking into it waits for: a ban of the policy until advice has come, or the playbook's."""
    barred = (each.clause for each in guiding if each.use is ClauseUse.FORBIDS)
    awaited = (_locked_until(each, policy) for each in barred if isinstance(each, Rule))
    return next(filter(None, awaited), playbook.lock)


def _policy_step(
    clause: Clause, policy: CompiledPolicy, conflict: tuple[str, Conflict] | None, bar: str = ""
) -> PlaybookStep:
    if not isinstance(clause, Rule):
        return PlaybookStep(clause.text, "", "", cites=clause.cites, clause=clause.id)
    words = policy.vocabulary
    told = [who for effect in clause.then if effect.deed is not Deed.RECORD for who in effect.to]
    do = clause.text
    if conflict and any(each in conflict[1].never for each in told):
        others = or_list(the(each, words) for each in conflict[1].instead)
        do = f"{do} {sentence(f'{conflict[1].why}: tell {others} instead')}"
    return PlaybookStep(
        do,
        or_list(the(each, words) for each in clause.who),
        _by(clause),
        _locked_until(clause, policy) or (bar if clause.action in investigating_actions() else ""),
        clause.cites,
        clause.id,
        warning=_warning(clause, policy),
    )


def _locked_until(clause: Rule, policy: CompiledPolicy) -> str:
    """Return what a step waits for: advice that the clause itself waits for."""
    waits = [who for effect in clause.then if effect.deed is Deed.WAIT for who in effect.to]
    return (
        f"the advice of {or_list(the(each, policy.vocabulary) for each in waits)} is recorded"
        if waits
        else ""
    )


def _warning(clause: Rule, policy: CompiledPolicy) -> str:
    """Return what the policy says follows from what the clause forbids."""
    if not clause.force.forbids:
        return ""
    notes = (
        each.text
        for each in policy.clauses
        if isinstance(each, Note) and each.kind is NoteKind.CONSEQUENCE and clause.action in each.about
    )
    return next(notes, "")


def _guided_step(row: PlaybookRow) -> PlaybookStep:
    return PlaybookStep(
        row.text("do"),
        row.text("who"),
        row.text("by"),
        row.text("locked_until"),
        origin=_origin(row),
        source=row.source,
    )


def _origin(row: PlaybookRow) -> StepOrigin:
    return StepOrigin.STATUTORY if row.source and row.source.edition else StepOrigin.OURS


def _by(clause: Rule) -> str:
    return clause.by or next((effect.by for effect in clause.then if effect.by), "")
