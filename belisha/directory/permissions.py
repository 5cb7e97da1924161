from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import is_allowed
from belisha.people.models import School

RIGHT = "keep-directory"


def check_can_keep_directory(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor keeps this school's directory."""
    if not actor.may(RIGHT, school.pk):
        message = "Only those who keep the school’s directory can change it. Ask the headteacher."
        raise PermissionDenied(message)


def can_keep_directory(actor: Actor, school: School) -> bool:
    """Tell whether `check_can_keep_directory` passes."""
    return is_allowed(check_can_keep_directory, actor, school)
