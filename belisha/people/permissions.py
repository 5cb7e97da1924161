from django.core.exceptions import PermissionDenied

from belisha.people.actor import Actor
from belisha.people.models import School


def check_can_manage_people(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor looks after the people of this school."""
    if school.pk not in actor.managed_ids:
        message = "Only those who look after a school’s people can invite others to it."
        raise PermissionDenied(message)


def can_manage_people(actor: Actor, school: School) -> bool:
    """Whether `check_can_manage_people` passes."""
    try:
        check_can_manage_people(actor, school)
    except PermissionDenied:
        return False
    return True
