from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.people.models import School


def check_can_mend_mail(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor looks after the people of this school."""
    if not actor.may("look-after-people", school.pk):
        message = "Only those who look after a school’s people see which mail did not reach them."
        raise PermissionDenied(message)
