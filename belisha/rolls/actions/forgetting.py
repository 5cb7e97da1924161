from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from belisha.rolls.actions.refusing import tell
from belisha.rolls.models import LineKind, Roll, RollLine
from belisha.rolls.states import OPEN, RollState

KEPT = timedelta(days=7)


@transaction.atomic
def forget_old_imports(day: date) -> int:
    """Delete what files said: of imports that nobody finished in 7 days, and of those that ended before
    `day`. Lines that could not be read are kept for 7 days, so that somebody can mend them.

    How many lines went. Who was brought in, and the numbers of an import, stay. It may be called any number
    of times a day.
    """
    old = Roll.objects.select_for_update().filter(state__in=OPEN, begun_at__date__lte=day - KEPT)
    for roll in old.defer("table"):
        tell(None, roll, "forgot an import that nobody finished", state=roll.state)
        roll.state, roll.table, roll.ended_at = RollState.DROPPED, None, timezone.now()
        roll.save(update_fields=["state", "table", "ended_at"])
    ended = Q(roll__state__in=(RollState.DROPPED, RollState.UNDONE))
    is_over = Q(roll__applied_on__lt=day) & ~Q(kind=LineKind.ERROR)
    is_over |= Q(roll__applied_on__lte=day - KEPT) | Q(roll__applied_on__isnull=True)
    ended |= Q(roll__state=RollState.DONE) & is_over
    gone, _ = RollLine.objects.filter(ended).delete()
    return gone
