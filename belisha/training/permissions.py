from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import is_allowed
from belisha.people.models import School


def check_can_keep_training(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor keeps the school's training record."""
    if not actor.may("keep-training", school.pk):
        message = "Only those who keep the training record see and enter what others have done."
        raise PermissionDenied(message)


def check_can_record_lessons(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor may record lessons at this school."""
    if not actor.may("record-lessons", school.pk):
        message = "Only those who teach or keep the records enter lessons."
        raise PermissionDenied(message)


def can_keep_training(actor: Actor, school: School) -> bool:
    """Return whether `check_can_keep_training` passes."""
    return is_allowed(check_can_keep_training, actor, school)
