from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import is_allowed
from belisha.complaints.models import HeardBy, Matter
from belisha.people.models import School


def check_can_hear_any(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor handles complaints or concerns at this school."""
    if not any(actor.may(right, school.pk) for right in HeardBy.values):
        message = "Only those whom the school has named to hear complaints and concerns see them."
        raise PermissionDenied(message)


def check_can_hear(actor: Actor, matter: Matter) -> None:
    """Raise PermissionDenied unless the actor handles this matter."""
    if not actor.may(matter.heard_by, matter.school_id):
        message = "Only those whom the school has named to hear this see it."
        raise PermissionDenied(message)


def check_can_set_procedure(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor handles complaints or sets the school up."""
    if not any(actor.may(right, school.pk) for right in ("handle-complaints", "set-up-school")):
        message = "Only those who handle complaints or set the school up say where its procedure is."
        raise PermissionDenied(message)


def can_set_procedure(actor: Actor, school: School) -> bool:
    """Return whether `check_can_set_procedure` passes."""
    return is_allowed(check_can_set_procedure, actor, school)
