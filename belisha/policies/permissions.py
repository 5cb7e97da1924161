from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.people.models import School

SEE_OFFICES = ("see-state", "look-after-people")


def check_can_see_offices(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor sees how the policy stands or fills its offices."""
    if school.pk not in actor.ids_with(*SEE_OFFICES):
        message = "Only those who see how the policy stands can see who holds its offices."
        raise PermissionDenied(message)
