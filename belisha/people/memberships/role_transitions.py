"""Leave on a later day, or change from one role to another."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.verbs import Verb
from belisha.people.memberships.actions import (
    RoleRefusedError,
    give_role,
    keeping_essential_rights,
    record_role,
    role_values,
)
from belisha.people.models import Invitation, Membership, School, User
from belisha.people.permissions import can_end_role, can_manage_people
from belisha.people.record import PeopleEvent
from belisha.people.signals import notify_school_changed


def leave_on(*, by: Actor, school: School, user: User, last_on: date) -> int:
    """End every role that somebody has at the school on a later day. Return how many.

    Roles that would begin after it are deleted; roles that end before it stay as they are. An open invitation
    ends with the day. Raise PermissionDenied, LastHolderError.
    """
    can_manage_people.check(by, school)
    with keeping_essential_rights(school):
        rows = Membership.objects.select_for_update().filter(school=school, user=user)
        going = list(rows.current_or_future(last_on + timedelta(days=1)))
        for row in going:
            can_end_role.check(by, school, row.role, row.extra_rights)
            _end(by, row, last_on, PeopleEvent.GAVE_ROLE_ITS_LAST_DAY_ON_LEAVING)
        if user.email:
            over = timezone.make_aware(datetime.combine(last_on + timedelta(days=1), time()))
            late = Invitation.objects.filter(school=school, email=user.email, expires_at__gt=over)
            late.open().update(expires_at=over)
        notify_school_changed(school)
    return len(going)


def move_to_role(*, by: Actor, membership: Membership, role: str, from_on: date, **fields: Any) -> Membership:
    """Change from one role to another: the first ends on the day before the other begins.

    `fields` are those of `give_role`. Raise PermissionDenied, LastHolderError; RoleRefusedError if the dates
    do not fit or the role is the same.
    """
    school = membership.school
    can_manage_people.check(by, school)
    can_end_role.check(by, school, membership.role, membership.extra_rights)
    with keeping_essential_rights(school):
        row: Membership = Membership.objects.select_for_update().get(pk=membership.pk)
        last_on = from_on - timedelta(days=1)
        if role == row.role:
            message = "They have this role already. Choose another role."
            raise RoleRefusedError(message)
        if last_on < row.from_on:
            message = f"The new role must begin after the first day of the old one, {row.from_on:%-d %B %Y}."
            raise RoleRefusedError(message)
        if row.to_on is not None and row.to_on < last_on:
            message = (
                f"The old role already ends on {row.to_on:%-d %B %Y}. Give the new role on the person’s page."
            )
            raise RoleRefusedError(message)
        _end(by, row, last_on, PeopleEvent.ENDED_ROLE_FOR_ANOTHER)
        return give_role(by=by, school=school, user=row.user, role=role, from_on=from_on, **fields)


def _end(by: Actor, row: Membership, last_on: date, verb: Verb) -> None:
    """End a membership on a day, or delete it if it begins later."""
    was = role_values(row)
    if row.from_on > last_on:
        record_role(by, row, verb, was=was)
        row.delete()
        return
    row.to_on = last_on
    row.save(update_fields=["to_on"])
    record_role(by, row, verb, was=was)
