from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.people.models import School


def check_can_bring_in(actor: Actor, school: School) -> None:
    """Raise PermissionDenied, with a reason, unless the actor publishes the school's policy."""
    if not actor.may("publish-policy", school.pk):
        message = "You cannot put a policy in force. Ask the person who publishes your school’s policy."
        raise PermissionDenied(message)


def check_can_see_state(actor: Actor, school: School) -> None:
    """Raise PermissionDenied, with a reason, unless the actor has `see-state`, or the governors' report."""
    if not any(actor.may(right, school.pk) for right in ("see-state", "see-governors-report")):
        message = "You cannot see this. Ask the person who looks after the policy."
        raise PermissionDenied(message)


def check_can_see_record(actor: Actor, school: School) -> None:
    """Raise PermissionDenied, with a reason, unless the actor may read the school's record."""
    if not actor.may("see-record", school.pk):
        message = "You cannot see the record. Ask your headteacher who can."
        raise PermissionDenied(message)
