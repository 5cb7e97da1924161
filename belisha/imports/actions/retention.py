from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from belisha.imports.actions.errors import record_import_event
from belisha.imports.models import LineKind, Roll, RollLine
from belisha.imports.record import ImportEvent
from belisha.imports.states import OPEN, ImportState

KEPT = timedelta(days=7)


@transaction.atomic
def forget_old_imports(day: date) -> int:
    """Delete what files said: of imports that nobody finished in 7 days, and of those that ended before
    `day`.

    Lines that could not be read are kept for 7 days, so that somebody can correct them. Return how many lines
    were deleted. People and the counts of an import stay. It may be called any number of times a day.
    """
    old = Roll.objects.select_for_update().filter(state__in=OPEN, begun_at__date__lte=day - KEPT)
    for roll in old.defer("table"):
        record_import_event(None, roll, ImportEvent.FORGOT_IMPORT_THAT_NOBODY_FINISHED, state=roll.state)
        roll.state, roll.table, roll.ended_at = ImportState.DROPPED, None, timezone.now()
        roll.save(update_fields=["state", "table", "ended_at"])
    ended = Q(roll__state__in=(ImportState.DROPPED, ImportState.UNDONE))
    is_over = Q(roll__applied_on__lt=day) & ~Q(kind=LineKind.ERROR)
    is_over |= Q(roll__applied_on__lte=day - KEPT) | Q(roll__applied_on__isnull=True)
    ended |= Q(roll__state=ImportState.DONE) & is_over
    gone, _ = RollLine.objects.filter(ended).delete()
    return gone
