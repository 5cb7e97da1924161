"""What is done when somebody leaves on a later day, or goes from one role to another."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from belisha.access.actor import Actor
from belisha.people.changed import tell_changed
from belisha.people.models import Invitation, Membership, School, User
from belisha.people.permissions import check_can_end_role, check_can_manage_people
from belisha.people.queries import now_or_later
from belisha.people.role_actions import RoleRefusedError, give_role, kept_open, tell_role, values_of


def leave_on(*, by: Actor, school: School, user: User, last_on: date) -> int:
    """Give every role that somebody has at the school a last day to come. How many end on it.

    One that would begin after that day never begins; one that ends before it stays as it is. An open
    invitation ends with the day. Raises PermissionDenied, LastOneError.
    """
    check_can_manage_people(by, school)
    with kept_open(school):
        going = [
            row
            for row in now_or_later(user.pk).filter(school=school).select_for_update()
            if row.to_on is None or row.to_on > last_on
        ]
        for row in going:
            check_can_end_role(by, school, row.role, row.extra_rights)
            _end(by, row, last_on, "gave a role its last day on leaving")
        if user.email:
            over = timezone.make_aware(datetime.combine(last_on + timedelta(days=1), time()))
            late = Invitation.objects.filter(school=school, email=user.email, expires_at__gt=over)
            late.open().update(expires_at=over)
        tell_changed(school)
    return len(going)


def become(*, by: Actor, membership: Membership, role: str, from_on: date, **fields: Any) -> Membership:
    """Let somebody go from one role to another: the first ends on the day before the other begins.

    `fields` are those of `give_role`. Raises PermissionDenied, LastOneError; RoleRefusedError where the days
    do not fit or the role is the same.
    """
    school = membership.school
    check_can_manage_people(by, school)
    check_can_end_role(by, school, membership.role, membership.extra_rights)
    with kept_open(school):
        row: Membership = Membership.objects.select_for_update().get(pk=membership.pk)
        last_on = from_on - timedelta(days=1)
        if role == row.role:
            message = "That is the role they have. Choose another one."
            raise RoleRefusedError(message)
        if last_on < row.from_on:
            message = f"The new role begins after the first day of the old one, {row.from_on:%-d %B %Y}."
            raise RoleRefusedError(message)
        if row.to_on is not None and row.to_on < last_on:
            message = (
                f"The old role ends on {row.to_on:%-d %B %Y} already. Give the new one on the person’s page."
            )
            raise RoleRefusedError(message)
        _end(by, row, last_on, "ended a role for another")
        return give_role(by=by, school=school, user=row.user, role=role, from_on=from_on, **fields)


def _end(by: Actor, row: Membership, last_on: date, verb: str) -> None:
    """End a role on a day; one that begins later never was."""
    was = values_of(row)
    if row.from_on > last_on:
        tell_role(by, row, verb, was=was)
        row.delete()
        return
    row.to_on = last_on
    row.save(update_fields=["to_on"])
    tell_role(by, row, verb, was=was)
