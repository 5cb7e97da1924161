from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import guard
from belisha.people.models import School
from belisha.retention.models import KEEPS, Disposal


@guard
def can_see_data_protection(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor looks after personal data at the school."""
    if not any(actor.may(right, school.pk) for right in KEEPS):
        raise PermissionDenied("Only those who look after personal data at the school see this.")


@guard
def can_keep_data_protection(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor prepares disposals and answers requests at the school."""
    if not actor.may("keep-data-protection", school.pk):
        raise PermissionDenied("Only those who look after personal data at the school do this.")


@guard
def can_approve_disposal(actor: Actor, disposal: Disposal) -> None:
    """Raise PermissionDenied unless the actor approves disposals, and somebody else prepared this one."""
    if not actor.may("approve-disposal", disposal.school_id):
        raise PermissionDenied("Only those whom the school has named approve a disposal.")
    if actor.user_id == disposal.prepared_by_id:
        raise PermissionDenied("You prepared this disposal, so somebody else has to approve it.")
