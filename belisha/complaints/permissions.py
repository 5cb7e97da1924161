from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.complaints.models import HeardBy, Matter
from belisha.people.models import School


def check_can_hear_any(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor hears complaints or concerns at this school."""
    if not any(actor.may(right, school.pk) for right in HeardBy.values):
        message = "Only those whom the school has named to hear complaints and concerns see them."
        raise PermissionDenied(message)


def check_can_hear(actor: Actor, matter: Matter) -> None:
    """PermissionDenied, with a sentence, unless the actor hears this matter."""
    if not actor.may(matter.heard_by, matter.school_id):
        message = "Only those whom the school has named to hear this see it."
        raise PermissionDenied(message)
