from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.imports.actions.errors import ImportRefusedError, locked_import, record_import_event
from belisha.imports.applying.manager_links import write_line_managers
from belisha.imports.applying.persistence import write_lines
from belisha.imports.models import LineKind, Roll, RollLine
from belisha.imports.permissions import check_can_import_people
from belisha.imports.record import ImportEvent
from belisha.imports.states import IMPORT_LIFECYCLE, ImportState

STEP = 500


@transaction.atomic
def apply_next(*, by: Actor, roll: Roll, step: int = STEP) -> Roll:
    """Do the next `step` lines of an import that has begun, all of them or none; finish it after the last.

    An import that was interrupted continues exactly where it stopped; a complete one stays as it is. Raise
    PermissionDenied or ImportRefusedError.
    """
    check_can_import_people(by, roll.school)
    locked: Roll = Roll.objects.select_for_update(of=("self",)).select_related("school").get(pk=roll.pk)
    if locked.state == ImportState.DONE:
        return locked
    if locked.state != ImportState.APPLYING:
        raise ImportRefusedError(IMPORT_LIFECYCLE.refusal("be finished", locked.state))
    lines = list(remaining_lines(locked).defer("row", "says").order_by("pk")[:step])
    if lines:
        done = write_lines(locked, lines)
        record_import_event(by, locked, ImportEvent.BROUGHT_IN_PEOPLE, **done)
    if len(lines) < step:
        _finish(by, locked)
    return locked


def remaining_lines(roll: Roll) -> QuerySet[RollLine]:
    """Return the lines of an import that are still to be done."""
    kinds = [LineKind.JOINER, LineKind.CHANGE, LineKind.LEAVER, LineKind.SAME]
    if roll.are_missing_gone:
        kinds.append(LineKind.MISSING)
    return roll.lines.filter(kind__in=kinds, is_done=False)


def _finish(by: Actor, roll: Roll) -> None:
    """Complete the import. Delete what the file said of people; keep what undoes it until the day ends.

    Lines that could not be read are kept a little longer, so that somebody can correct them.
    """
    locked_import(roll, "be finished")
    write_line_managers(roll, roll.applied_on or today())
    roll.state, roll.ended_at = ImportState.DONE, timezone.now()
    roll.save(update_fields=["state", "ended_at"])
    roll.lines.exclude(is_done=True).exclude(kind=LineKind.ERROR).delete()
    roll.lines.filter(kind=LineKind.SAME, undo={}).delete()
    brought_in = roll.lines.exclude(kind=LineKind.ERROR)
    brought_in.update(row={}, says=[], effects={}, name="", likely=None)
    record_import_event(by, roll, ImportEvent.FINISHED_IMPORT)
