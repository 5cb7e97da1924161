"""The tasks of a case: done, not needed, paused, and the locks that advice opens."""

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.cases.actions.cases import said_of
from belisha.cases.actions.chronology import CaseRefusedError, add_entry, lock_case, look_again, move, tell
from belisha.cases.deadlines import after_pause
from belisha.cases.models import CaseTask, ChronologyEntry, ChronologyKind, IncidentCase
from belisha.cases.permissions import can_see_case
from belisha.cases.record import CaseEvent
from belisha.cases.states import TASK_LIFE, TaskState


def locks_of(case: IncidentCase) -> set[str]:
    """Return the locks of a case that have been opened."""
    rows = ChronologyEntry.objects.filter(case=case, kind=ChronologyKind.ADVICE)
    return {about for about in rows.values_list("about", flat=True) if about}


def is_locked(task: CaseTask, opened: set[str]) -> bool:
    """Return whether a task still waits for something."""
    return bool(task.locked_until) and task.locked_until[:80] not in opened


@transaction.atomic
def do_task(*, by: Actor, task: CaseTask, words: str = "", choice: str = "") -> CaseTask:
    """Mark a task as done; of an image case without words. Raise PermissionDenied, or CaseRefusedError.

    A locked task cannot be done: the sentence says what it waits for, and what follows from doing it early.
    """
    case, locked = _locked(by, task)
    if is_locked(locked, locks_of(case)):
        warning = f" {locked.warning}" if locked.warning else ""
        raise CaseRefusedError(f"This is locked until {locked.locked_until}.{warning}")
    said = said_of(case, words, choice) if words.strip() or choice else ""
    _end(by, case, locked, "be done", said)
    return locked


@transaction.atomic
def leave_out_task(*, by: Actor, task: CaseTask, words: str = "", choice: str = "") -> CaseTask:
    """Say that a task is not needed, and why: that is a decision.

    Raise PermissionDenied, CaseRefusedError.
    """
    case, locked = _locked(by, task)
    _end(by, case, locked, "be left out", said_of(case, words, choice))
    return locked


@transaction.atomic
def take_up_task(*, by: Actor, task: CaseTask, words: str = "", choice: str = "") -> CaseTask:
    """Take up a task again that was done or left out, with the reason."""
    case, locked = _locked(by, task)
    said = said_of(case, words, choice)
    event = move(locked, TASK_LIFE, "be taken up again")
    add_entry(case, ChronologyKind.TASK, said, by=by, about=f"task {locked.number}: again")
    tell(by, case, event, task=locked.number)
    look_again(case)
    return locked


@transaction.atomic
def open_lock(*, by: Actor, case: IncidentCase, lock: str, words: str = "", choice: str = "") -> None:
    """Record what a locked task waits for, such as the advice of the police. Raise CaseRefusedError."""
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if not CaseTask.objects.filter(case=locked, locked_until=lock).exists() or not lock:
        raise CaseRefusedError("No task of this case waits for that.")
    add_entry(locked, ChronologyKind.ADVICE, said_of(locked, words, choice), by=by, about=lock)
    tell(by, locked, CaseEvent.RECORDED_WHAT_TASK_WAITED_FOR)
    look_again(locked)


@transaction.atomic
def pause_task(*, by: Actor, task: CaseTask, words: str = "", choice: str = "") -> CaseTask:
    """Stop the clock of a task, with the reason. Raise CaseRefusedError if it has none or stands still."""
    case, locked = _locked(by, task)
    if locked.due_at is None or locked.paused_at or locked.state != TaskState.TO_DO:
        raise CaseRefusedError("This task has no clock that runs.")
    said = said_of(case, words, choice)
    locked.paused_at, locked.sealed_pause = timezone.now(), case.seal(said)
    locked.save(update_fields=["paused_at", "sealed_pause"])
    add_entry(case, ChronologyKind.TASK, said, by=by, about=f"task {locked.number}: clock paused")
    tell(by, case, CaseEvent.PAUSED_CLOCK, task=locked.number)
    look_again(case)
    return locked


@transaction.atomic
def resume_task(*, by: Actor, task: CaseTask) -> CaseTask:
    """Let the clock of a task run on; it is due later by the time that it stood still."""
    case, locked = _locked(by, task)
    if locked.due_at is None or locked.paused_at is None:
        raise CaseRefusedError("The clock of this task does not stand still.")
    locked.due_at = after_pause(locked.due_at, locked.paused_at, timezone.now())
    locked.paused_at = None
    locked.save(update_fields=["due_at", "paused_at"])
    add_entry(case, ChronologyKind.TASK, "", by=by, about=f"task {locked.number}: clock runs on")
    tell(by, case, CaseEvent.LET_CLOCK_RUN_ON, task=locked.number)
    look_again(case)
    return locked


def _locked(by: Actor, task: CaseTask) -> tuple[IncidentCase, CaseTask]:
    """Return the case and the task, both locked, if the actor works on the case now."""
    case = lock_case(task.case)
    can_see_case.check(by, case)
    return case, CaseTask.objects.select_for_update().get(pk=task.pk)


def _end(by: Actor, case: IncidentCase, task: CaseTask, verb: str, said: str) -> None:
    event = move(task, TASK_LIFE, verb)
    task.done_at, task.done_by_id, task.sealed_result = timezone.now(), by.user_id, case.seal(said)
    task.save(update_fields=["done_at", "done_by", "sealed_result"])
    cites = ", ".join(task.cites)
    add_entry(case, ChronologyKind.TASK, said, by=by, about=f"task {task.number}: {task.state}", cites=cites)
    tell(by, case, event, task=task.number)
    look_again(case)
