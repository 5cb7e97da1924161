from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.base.guards import passes
from belisha.duties.models import Duty
from belisha.duties.queries import manages_somebody
from belisha.people.models import School


def is_own(actor: Actor, duty: Duty) -> bool:
    """Whether the actor owes the duty: it is theirs, or of an office that they hold today."""
    if duty.office:
        return (duty.school_id, duty.office) in actor.offices
    return duty.person_id == actor.user_id and duty.school_id in actor.school_ids


def check_can_say_done(actor: Actor, duty: Duty) -> None:
    """PermissionDenied, with a sentence, unless the actor may say themselves that this duty is done."""
    if not is_own(actor, duty):
        message = "Only whoever owes a duty says that it is done."
        raise PermissionDenied(message)
    if not duty.by_hand:
        message = "This is done where its link leads, and is then marked by itself."
        raise PermissionDenied(message)


def can_say_done(actor: Actor, duty: Duty) -> bool:
    """Whether `check_can_say_done` passes."""
    return passes(check_can_say_done, actor, duty)


def check_can_undo(actor: Actor, duty: Duty, on: date) -> None:
    """PermissionDenied, with a sentence, unless the actor said the same day, by hand, that it is done."""
    check_can_say_done(actor, duty)
    if duty.done_at is None:
        message = "This is not marked as done."
        raise PermissionDenied(message)
    if duty.done_by_id != actor.user_id or timezone.localdate(duty.done_at) != on:
        message = "A mark can be taken back on the same day only, by whoever made it."
        raise PermissionDenied(message)


def can_undo(actor: Actor, duty: Duty, on: date) -> bool:
    """Whether `check_can_undo` passes."""
    return passes(check_can_undo, actor, duty, on)


def check_can_see_all(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor sees how things stand at the school."""
    if not actor.may("see-state", school.pk):
        message = "Only those who look after how the policy is kept see everybody’s duties."
        raise PermissionDenied(message)


def check_can_see_some(actor: Actor, school: School) -> None:
    """PermissionDenied, with a sentence, unless the actor sees everybody's duties, or manages somebody."""
    if not can_see_all(actor, school) and not manages_somebody(actor, school, today()):
        check_can_see_all(actor, school)


def can_see_all(actor: Actor, school: School) -> bool:
    """Whether `check_can_see_all` passes."""
    return passes(check_can_see_all, actor, school)
