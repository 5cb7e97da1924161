from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.people.models import School


def check_can_mend_mail(actor: Actor, school: School) -> None:
    """Raise PermissionDenied, with a reason, unless the actor looks after the people of this school."""
    if not actor.may("look-after-people", school.pk):
        message = "You cannot see this school’s email. Ask the person who looks after its people."
        raise PermissionDenied(message)
