from collections.abc import Sequence

from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.guards import is_allowed
from belisha.people.models import School


def check_can_acknowledge(actor: Actor, school: School, roles: Sequence[str]) -> None:
    """Raise PermissionDenied unless the actor belongs to the school in a role that is bound.

    `roles` are those of the actor's roles that the document binds.
    """
    if actor.user_id is None or school.pk not in actor.school_ids:
        message = "Only somebody who belongs to the school can acknowledge its documents."
        raise PermissionDenied(message)
    if not roles:
        message = "This document is not written for your role at this school, so it is not asked of you."
        raise PermissionDenied(message)


def check_can_see_state(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor may see the school's figures."""
    if not (actor.may("see-state", school.pk) or can_see_names(actor, school)):
        message = "Only those who answer for the policy can see how acknowledgement stands."
        raise PermissionDenied(message)


def check_can_see_names(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor manages the school's people."""
    if not actor.may("look-after-people", school.pk):
        message = "Only those who look after the school’s people can see who has not acknowledged a document."
        raise PermissionDenied(message)


def can_see_names(actor: Actor, school: School) -> bool:
    """Return whether `check_can_see_names` passes."""
    return is_allowed(check_can_see_names, actor, school)


def check_can_enter_paper(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor manages the school's people."""
    if not actor.may("look-after-people", school.pk):
        message = "Only those who look after the school’s people can enter what was signed on paper."
        raise PermissionDenied(message)
