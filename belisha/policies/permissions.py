from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.people.models import School

SEE_OFFICES = ("see-state", "look-after-people")


def check_can_see_offices(actor: Actor, school: School) -> None:
    """Raise PermissionDenied, with a sentence, unless the actor sees the policy’s status or manages
    people.
    """
    if school.pk not in actor.ids_with(*SEE_OFFICES):
        message = "Only people who can see the policy’s status can see who holds its offices."
        raise PermissionDenied(message)
