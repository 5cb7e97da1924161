from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.base.guards import is_allowed
from belisha.duties.models import Duty
from belisha.duties.queries import manages_somebody
from belisha.people.models import School


def is_own(actor: Actor, duty: Duty) -> bool:
    """Return whether the duty is the actor's own, or of an office that they hold today."""
    if duty.office:
        return (duty.school_id, duty.office) in actor.offices
    return duty.person_id == actor.user_id and duty.school_id in actor.school_ids


def check_can_say_done(actor: Actor, duty: Duty) -> None:
    """Raise PermissionDenied, with a reason, unless the actor may mark this duty as done themselves."""
    if not is_own(actor, duty):
        message = "Only the person asked can mark this as done."
        raise PermissionDenied(message)
    if not duty.by_hand:
        message = "Follow its link to do this. It is marked as done when you have."
        raise PermissionDenied(message)


def can_say_done(actor: Actor, duty: Duty) -> bool:
    """Return whether `check_can_say_done` passes."""
    return is_allowed(check_can_say_done, actor, duty)


def check_can_undo(actor: Actor, duty: Duty, on: date) -> None:
    """Raise PermissionDenied, with a reason, unless the actor marked it as done by hand on the same day."""
    check_can_say_done(actor, duty)
    if duty.done_at is None:
        message = "This is not marked as done."
        raise PermissionDenied(message)
    if duty.done_by_id != actor.user_id or timezone.localdate(duty.done_at) != on:
        message = "Only the person who marked this as done can undo it, and only on the same day."
        raise PermissionDenied(message)


def can_undo(actor: Actor, duty: Duty, on: date) -> bool:
    """Return whether `check_can_undo` passes."""
    return is_allowed(check_can_undo, actor, duty, on)


def check_can_see_all(actor: Actor, school: School) -> None:
    """Raise PermissionDenied, with a reason, unless the actor has `see-state` at the school."""
    if not actor.may("see-state", school.pk):
        message = "You cannot see everyone’s duties. Ask the person who looks after the policy."
        raise PermissionDenied(message)


def check_can_see_some(actor: Actor, school: School) -> None:
    """Raise PermissionDenied, with a reason, unless the actor sees all duties or manages someone."""
    if not can_see_all(actor, school) and not manages_somebody(actor, school, today()):
        check_can_see_all(actor, school)


def can_see_all(actor: Actor, school: School) -> bool:
    """Return whether `check_can_see_all` passes."""
    return is_allowed(check_can_see_all, actor, school)
