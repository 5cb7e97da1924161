from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import guard
from belisha.people.models import School
from belisha.people.models.tokens import KEEP


@guard
def can_keep_connections(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor looks after the school's connections to other systems."""
    if not actor.may(KEEP, school.pk):
        message = "Only those who look after the school’s connections to other systems do this."
        raise PermissionDenied(message)
