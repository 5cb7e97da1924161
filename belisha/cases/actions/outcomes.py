"""The outcome of a case, the appeal against it, and the end."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.cases.actions.cases import said_of
from belisha.cases.actions.chronology import CaseRefusedError, add_entry, lock_case, look_again, move_case
from belisha.cases.actions.referrals import open_referrals
from belisha.cases.actions.reports import close_answered
from belisha.cases.models import (
    Appeal,
    AppealResult,
    CaseFinding,
    CaseOutcome,
    CasePart,
    ChronologyKind,
    IncidentCase,
)
from belisha.cases.permissions import can_see_case
from belisha.cases.states import OPEN_TAKEDOWNS, CaseState, ReportState, TaskState


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """What somebody records as the outcome. `breached` and `follows_from` are ids of clauses."""

    finding: str
    breached: tuple[str, ...] = ()
    follows_from: str = ""
    consequence: str = ""
    reasons: str = ""
    lesson: str = ""
    choice: str = ""


@transaction.atomic
def record_outcome(*, by: Actor, case: IncidentCase, words: OutcomeWords) -> CaseOutcome:
    """Record what was found, which clauses were breached, what follows by the policy, and the lesson.

    Raise PermissionDenied, or CaseRefusedError with what is missing: a breach names its clause and what
    follows from it, and any outcome its reasons.
    """
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if words.finding not in CaseFinding.values:
        raise CaseRefusedError("Choose what was found.")
    if words.finding == CaseFinding.BREACH and not words.breached:
        raise CaseRefusedError("Choose the clauses that were breached.")
    if words.finding == CaseFinding.BREACH and not (words.consequence.strip() or words.follows_from):
        raise CaseRefusedError("Say what follows by the policy.")
    said = said_of(locked, words.reasons, words.choice)
    consequence, lesson = ("", "") if locked.is_image else (words.consequence.strip(), words.lesson.strip())
    breached = sorted(set(words.breached))
    move_case(by, locked, "be decided", finding=words.finding, clauses=breached)
    made: CaseOutcome = CaseOutcome.objects.create(
        case=locked,
        finding=words.finding,
        breached=breached,
        follows_from=words.follows_from,
        sealed_consequence=locked.seal(consequence),
        sealed_reasons=locked.seal(said),
        sealed_lesson=locked.seal(lesson),
        decided_by_id=by.user_id or 0,
    )
    lines = (CaseFinding(words.finding).label, said, consequence, lesson)
    entry = "\n".join(each for each in lines if each)
    add_entry(locked, ChronologyKind.OUTCOME, entry, by=by, cites=", ".join(breached))
    return made


@transaction.atomic
def record_appeal(
    *, by: Actor, case: IncidentCase, by_part: str, grounds: str = "", choice: str = ""
) -> Appeal:
    """Record an appeal of somebody with a part. Nothing of the case is erased while it is open."""
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if by_part not in CasePart.values:
        raise CaseRefusedError("Choose whose appeal it is.")
    said = said_of(locked, grounds, choice)
    outcome = locked.outcomes.last()
    if outcome is None:
        raise CaseRefusedError("There is no outcome yet to appeal against.")
    move_case(by, locked, "be appealed")
    made: Appeal = Appeal.objects.create(outcome=outcome, by_part=by_part, sealed_grounds=locked.seal(said))
    add_entry(locked, ChronologyKind.APPEAL, said, by=by, about=f"by: {by_part}")
    return made


@transaction.atomic
def decide_appeal(*, by: Actor, appeal: Appeal, result: str, reasons: str = "", choice: str = "") -> Appeal:
    """Decide an appeal: another person than the one who decided the case, with reasons.

    Raise PermissionDenied, or CaseRefusedError.
    """
    case = lock_case(appeal.outcome.case)
    can_see_case.check(by, case)
    if appeal.outcome.decided_by_id == by.user_id:
        raise CaseRefusedError("You decided the case. Let somebody else in to hear the appeal.")
    if result not in AppealResult.values:
        raise CaseRefusedError("Choose what the appeal came to.")
    said = said_of(case, reasons, choice)
    move_case(by, case, "have its appeal decided", result=result)
    appeal.result, appeal.sealed_reasons = result, case.seal(said)
    appeal.heard_by_id, appeal.heard_at = by.user_id, timezone.now()
    appeal.save()
    add_entry(case, ChronologyKind.APPEAL, f"{AppealResult(result).label}\n{said}", by=by, about="decided")
    return appeal


@transaction.atomic
def close_case(*, by: Actor, case: IncidentCase) -> IncidentCase:
    """Close a case that has an outcome with a lesson, and nothing open, and its reports that were answered.

    A reporter who waits for an answer still gets one. Raise CaseRefusedError with what is open.
    """
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if missing := what_is_open(locked):
        raise CaseRefusedError(" ".join(missing))
    move_case(by, locked, "be closed")
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at"])
    add_entry(locked, ChronologyKind.OUTCOME, "", by=by, about="closed")
    for report in locked.reports.exclude(state=ReportState.CLOSED):
        close_answered(by=by, report=report)
    look_again(locked)
    return locked


def what_is_open(case: IncidentCase) -> list[str]:
    """Return a sentence for each thing that keeps a case from being closed."""
    found = []
    tasks = case.tasks.filter(state=TaskState.TO_DO).count()
    if tasks:
        found.append(
            f"{tasks} task{'s are' if tasks > 1 else ' is'} open: do each, or say why it is not needed."
        )
    if waiting := open_referrals(case):
        found.append(
            f"Not acknowledged yet: {', '.join(waiting)}. Enter a reference, or say why it is not referred."
        )
    removals = case.takedowns.filter(state__in=OPEN_TAKEDOWNS).count()
    if removals:
        found.append(
            f"{removals} request{'s' if removals > 1 else ''} to remove something: say that it is gone, or "
            "give it up and say what you do next."
        )
    outcome = case.outcomes.last()
    if outcome is None or case.state == CaseState.OPEN:
        found.append("There is no outcome yet.")
    elif not outcome.sealed_lesson and not case.is_image:
        found.append("The outcome has no lesson. Open the case again and record it.")
    return found
