from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import guard
from belisha.governance.models import SEES
from belisha.people.models import School


@guard
def can_see_report(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor sees the governors' report of the school."""
    if not any(actor.may(right, school.pk) for right in SEES):
        raise PermissionDenied(
            "Only governors and those whom the school has named see the governors’ report."
        )


@guard
def can_record_action(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor records what governors decided."""
    if not actor.may("record-governors-action", school.pk):
        raise PermissionDenied("Only the clerk, the chair and the head record what governors decided.")
