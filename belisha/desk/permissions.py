from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.people.models import School


def check_can_bring_in(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor publishes the school's policy."""
    if not actor.may("publish-policy", school.pk):
        message = "Only those who publish the policy put one in force."
        raise PermissionDenied(message)


def check_can_see_state(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor sees how the school stands."""
    if not actor.may("see-state", school.pk):
        message = "Only those who look after the policy see how it stands."
        raise PermissionDenied(message)


def check_can_see_record(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor reads the record of the school."""
    if not actor.may("see-record", school.pk):
        message = "Only those whom the school lets read its record see what was changed, and by whom."
        raise PermissionDenied(message)
