"""Change roles, offices and absences: one function per verb, each recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.people.accounts.sessions import end_sessions, has_left
from belisha.people.memberships.essential_rights import check_essential_rights_remain, missing_rights
from belisha.people.models import Absence, Invitation, Membership, PersonalCard, School, User
from belisha.people.permissions import can_end_role, can_give_rights, can_give_role, can_manage_people
from belisha.people.record import PeopleEvent
from belisha.people.signals import notify_school_changed

MEMBERSHIP_FIELDS = (
    *("from_on", "to_on", "is_deputy", "line_manager", "group", "year_group"),
    "extra_rights",
)


class RoleRefusedError(Exception):
    """The role cannot be given like this. The message says why."""


@contextmanager
def keeping_essential_rights(school: School) -> Iterator[None]:
    """Run in one transaction. Raise LastHolderError, undoing it, if nobody would have an essential right."""
    with transaction.atomic():
        School.objects.select_for_update(no_key=True).get(pk=school.pk)
        before = missing_rights(school, today())
        yield
        check_essential_rights_remain(school, before)


@transaction.atomic
def add_person(*, by: Actor, school: School, name: str, role: str, **fields: Any) -> User:
    """Add somebody without an e-mail address, who signs in with a card. Raise PermissionDenied."""
    can_manage_people.check(by, school)
    user = User.objects.create_user(None, None, name=name.strip())
    give_role(by=by, school=school, user=user, role=role, **fields)
    return user


@transaction.atomic
def give_role(
    *, by: Actor, school: School, user: User, role: str, from_on: date, **fields: Any
) -> Membership:
    """Give somebody a role or an office from a day. `fields` are further fields of the membership.

    Raise PermissionDenied, or RoleRefusedError if they already have it in these days.
    """
    can_manage_people.check(by, school)
    can_give_role.check(by, school, role)
    can_give_rights.check(by, school, fields.get("extra_rights", ()))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _check_free(school, user, role, from_on, fields.get("to_on"))
    row: Membership = Membership.objects.create(
        school=school, user=user, role=role, from_on=from_on, **fields
    )
    record_role(by, row, PeopleEvent.GAVE_ROLE)
    notify_school_changed(school)
    return row


def change_role(*, by: Actor, membership: Membership, **fields: Any) -> Membership:
    """Change the dates, deputy, line manager, group, year group or extra rights of a membership.

    Raise PermissionDenied, RoleRefusedError, LastHolderError.
    """
    school = membership.school
    can_manage_people.check(by, school)
    can_give_role.check(by, school, membership.role)
    with keeping_essential_rights(school):
        row: Membership = Membership.objects.select_for_update().get(pk=membership.pk)
        was = role_values(row)
        if set(fields.get("extra_rights", row.extra_rights)) != set(row.extra_rights):
            can_give_rights.check(by, school, ["changed"])
        changed = sorted(
            name for name in fields.keys() & set(MEMBERSHIP_FIELDS) if getattr(row, name) != fields[name]
        )
        for name in changed:
            setattr(row, name, fields[name])
        if _lasts_longer(row, was):
            can_give_rights.check(by, school, row.extra_rights)
        elif {"from_on", "to_on"} & set(changed):
            can_end_role.check(by, school, row.role, row.extra_rights)
        _check_free(school, row.user, row.role, row.from_on, row.to_on, apart_from=row.pk)
        if changed:
            row.save()
            record_role(by, row, PeopleEvent.CHANGED_ROLE, was=was, changed=changed)
            notify_school_changed(school)
    end_if_left(row.user_id)
    return row


def remove_role(*, by: Actor, membership: Membership) -> None:
    """Delete a role that was given by mistake. The record keeps that it was given.

    Raise PermissionDenied, LastHolderError.
    """
    can_manage_people.check(by, membership.school)
    can_end_role.check(by, membership.school, membership.role, membership.extra_rights)
    with keeping_essential_rights(membership.school):
        record_role(by, membership, PeopleEvent.TOOK_BACK_ROLE_GIVEN_BY_MISTAKE, was=role_values(membership))
        membership.delete()
        notify_school_changed(membership.school)
    end_if_left(membership.user_id)


def leave(*, by: Actor, school: School, user: User) -> int:
    """End everything that somebody has at the school now: roles, card, open invitation, sessions.

    Roles that began today or start later are deleted. Return how many roles ended, 0 if they had left
    already. Raise PermissionDenied, LastHolderError.
    """
    can_manage_people.check(by, school)
    yesterday = today() - timedelta(days=1)
    with keeping_essential_rights(school):
        rows = Membership.objects.select_for_update().filter(school=school, user=user)
        going = [row for row in rows if row.to_on is None or row.to_on >= today()]
        for row in going:
            can_end_role.check(by, school, row.role, row.extra_rights)
            record_role(by, row, PeopleEvent.ENDED_ROLE_ON_LEAVING, was=role_values(row))
            if row.from_on > yesterday:
                row.delete()
            else:
                Membership.objects.filter(pk=row.pk).update(to_on=yesterday)
        PersonalCard.objects.filter(school=school, user=user).active().update(revoked_at=timezone.now())
        if user.email:
            Invitation.objects.filter(school=school, email=user.email).open().delete()
        notify_school_changed(school)
    end_if_left(user.pk)
    return len(going)


def come_back(*, by: Actor, school: School, user: User) -> int:
    """Give somebody who left the roles of their last day again, from today. Return how many.

    If they left only yesterday, the roles continue without a break. Raise PermissionDenied.
    """
    can_manage_people.check(by, school)
    with transaction.atomic():
        rows = list(Membership.objects.select_for_update().filter(school=school, user=user))
        ended = [row for row in rows if row.to_on is not None and row.to_on < today()]
        if len(ended) < len(rows) or not ended:
            return 0
        last = max(row.to_on for row in ended if row.to_on)
        back = [row for row in ended if row.to_on == last]
        for row in back:
            can_give_role.check(by, school, row.role)
            can_give_rights.check(by, school, row.extra_rights)
            if row.to_on < today() - timedelta(days=1):
                row.pk, row.from_on = None, today()
                row._state.adding = True  # noqa: SLF001  # Django's own way to copy a row
            row.to_on = None
            row.save()
            record_role(by, row, PeopleEvent.BROUGHT_SOMEBODY_BACK)
        notify_school_changed(school)
    return len(back)


@transaction.atomic
def add_absence(*, by: Actor, school: School, user: User, from_on: date, to_on: date) -> Absence:
    """Record days on which somebody is away; their deputy is asked and told instead.

    Raise PermissionDenied.
    """
    can_manage_people.check(by, school)
    row, is_new = Absence.objects.get_or_create(school=school, user=user, from_on=from_on, to_on=to_on)
    if is_new:
        detail = {"from": from_on.isoformat(), "to": to_on.isoformat()}
        record(
            school_id=school.pk,
            by=by.user_id,
            verb=PeopleEvent.ENTERED_ABSENCE,
            subject=f"person {user.pk}",
            detail=detail,
        )
        notify_school_changed(school)
    found: Absence = row
    return found


@transaction.atomic
def remove_absence(*, by: Actor, absence: Absence) -> None:
    """Delete an absence. Raise PermissionDenied."""
    can_manage_people.check(by, absence.school)
    detail = {"from": absence.from_on.isoformat(), "to": absence.to_on.isoformat()}
    subject = f"person {absence.user_id}"
    record(
        school_id=absence.school_id,
        by=by.user_id,
        verb=PeopleEvent.REMOVED_ABSENCE,
        subject=subject,
        detail=detail,
    )
    absence.delete()
    notify_school_changed(absence.school)


def _check_free(
    school: School, user: User, role: str, from_on: date, to_on: date | None, apart_from: int | None = None
) -> None:
    others = Membership.objects.filter(school=school, user=user, role=role).exclude(pk=apart_from)
    for other in others:
        begins_after = to_on is not None and other.from_on > to_on
        ended_before = other.to_on is not None and other.to_on < from_on
        if not begins_after and not ended_before:
            until = f" to {other.to_on:%-d %B %Y}" if other.to_on else ""
            message = f"They have this role already, from {other.from_on:%-d %B %Y}{until}."
            raise RoleRefusedError(message)


def _lasts_longer(row: Membership, was: dict[str, Any]) -> bool:
    """Return whether the membership now covers a day that it did not cover before."""
    to_on = date.fromisoformat(was["to"]) if was["to"] else date.max
    return row.from_on.isoformat() < was["from"] or (row.to_on or date.max) > to_on


def end_if_left(user_id: int) -> None:
    """Sign somebody out everywhere if their last role has ended."""
    if has_left(user_id):
        end_sessions(user_id)


def role_values(row: Membership) -> dict[str, Any]:
    """Return what the record keeps of a membership. Not the group, which may contain a name."""
    return {
        "role": row.role,
        "from": row.from_on.isoformat(),
        "to": row.to_on.isoformat() if row.to_on else None,
        "is_deputy": row.is_deputy,
        "line_manager": row.line_manager_id,
        "extra_rights": list(row.extra_rights),
    }


def record_role(by: Actor, row: Membership, verb: Verb, **more: Any) -> None:
    """Record what was done with a membership."""
    detail = {**role_values(row), **more}
    record(school_id=row.school_id, by=by.user_id, verb=verb, subject=f"person {row.user_id}", detail=detail)
