from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.rolls.actions.refusing import RollRefusedError, locked_roll, tell
from belisha.rolls.managing import write_line_managers
from belisha.rolls.models import LineKind, Roll, RollLine
from belisha.rolls.permissions import check_can_bring_in_people
from belisha.rolls.states import ROLL_LIFE, RollState
from belisha.rolls.writing import write_lines

STEP = 500


@transaction.atomic
def apply_next(*, by: Actor, roll: Roll, step: int = STEP) -> Roll:
    """Do the next `step` lines of an import that has begun, all of them or none; finish it after the last.

    An import that was interrupted goes on exactly where it stopped; one that is at its end stays as it is.
    Raises PermissionDenied, RollRefusedError.
    """
    check_can_bring_in_people(by, roll.school)
    locked: Roll = Roll.objects.select_for_update(of=("self",)).select_related("school").get(pk=roll.pk)
    if locked.state == RollState.DONE:
        return locked
    if locked.state != RollState.APPLYING:
        raise RollRefusedError(ROLL_LIFE.refusal("be finished", locked.state))
    lines = list(to_do(locked).order_by("pk")[:step])
    if lines:
        done = write_lines(locked, lines, own_id=by.user_id, today=locked.applied_on or today())
        tell(by, locked, "brought in people", **done)
    if len(lines) < step:
        _finish(by, locked)
    return locked


def to_do(roll: Roll) -> QuerySet[RollLine]:
    """The lines of an import that are still to be done."""
    kinds = [LineKind.JOINER, LineKind.CHANGE, LineKind.LEAVER, LineKind.SAME]
    if roll.are_missing_gone:
        kinds.append(LineKind.MISSING)
    return roll.lines.filter(kind__in=kinds, is_done=False)


def _finish(by: Actor, roll: Roll) -> None:
    """Close the import. What the file said of people goes; what takes it back stays until the day ends.

    The lines that could not be read stay a little longer, so that somebody can mend them.
    """
    locked_roll(roll, "be finished")
    write_line_managers(roll, roll.applied_on or today())
    roll.state, roll.ended_at = RollState.DONE, timezone.now()
    roll.save(update_fields=["state", "ended_at"])
    roll.lines.exclude(is_done=True).exclude(kind=LineKind.ERROR).delete()
    roll.lines.filter(kind=LineKind.SAME, undo={}).delete()
    brought_in = roll.lines.exclude(kind=LineKind.ERROR)
    brought_in.update(row={}, says=[], name="", likely=None)
    tell(by, roll, "finished an import")
