"""What is done with roles, offices and absences: one function per verb, each on the record."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.people.changed import tell_changed
from belisha.people.lasting import check_nobody_is_locked_out, missing_rights
from belisha.people.models import Absence, Invitation, Membership, PersonalCard, School, User
from belisha.people.permissions import (
    check_can_end_role,
    check_can_give_rights,
    check_can_give_role,
    check_can_manage_people,
)
from belisha.people.sessions import end_sessions, has_left

FIELDS = (
    *("from_on", "to_on", "stands_in", "line_manager", "group", "year_group"),
    "extra_rights",
)


class RoleRefusedError(Exception):
    """The role cannot be given so. The sentence says why."""


@contextmanager
def kept_open(school: School) -> Iterator[None]:
    """One transaction, undone where it would lock everybody out. Raises LastOneError."""
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        before = missing_rights(school, today())
        yield
        check_nobody_is_locked_out(school, before)


@transaction.atomic
def add_person(*, by: Actor, school: School, name: str, role: str, **fields: Any) -> User:
    """Somebody without an e-mail address: a person with a role, who signs in with a card alone.

    Raises PermissionDenied.
    """
    check_can_manage_people(by, school)
    user = User.objects.create_user(None, None, name=name.strip())
    give_role(by=by, school=school, user=user, role=role, **fields)
    return user


@transaction.atomic
def give_role(
    *, by: Actor, school: School, user: User, role: str, from_on: date, **fields: Any
) -> Membership:
    """Give somebody a role or an office from a day. `fields` are further fields of the membership.

    Raises PermissionDenied, RoleRefusedError where they have it in these days already.
    """
    check_can_manage_people(by, school)
    check_can_give_role(by, school, role)
    check_can_give_rights(by, school, fields.get("extra_rights", ()))
    User.objects.select_for_update().get(pk=user.pk)
    _check_free(school, user, role, from_on, fields.get("to_on"))
    row: Membership = Membership.objects.create(
        school=school, user=user, role=role, from_on=from_on, **fields
    )
    tell_role(by, row, "gave a role")
    tell_changed(school)
    return row


def change_role(*, by: Actor, membership: Membership, **fields: Any) -> Membership:
    """Put other days, a deputy's mark, a line manager, a group or rights in place of what stands.

    Raises PermissionDenied, RoleRefusedError, LastOneError.
    """
    school = membership.school
    check_can_manage_people(by, school)
    check_can_give_role(by, school, membership.role)
    with kept_open(school):
        row: Membership = Membership.objects.select_for_update().get(pk=membership.pk)
        was = values_of(row)
        if set(fields.get("extra_rights", row.extra_rights)) != set(row.extra_rights):
            check_can_give_rights(by, school, ["changed"])
        changed = sorted(name for name in fields.keys() & set(FIELDS) if getattr(row, name) != fields[name])
        for name in changed:
            setattr(row, name, fields[name])
        if _lasts_longer(row, was):
            check_can_give_rights(by, school, row.extra_rights)
        elif {"from_on", "to_on"} & set(changed):
            check_can_end_role(by, school, row.role, row.extra_rights)
        _check_free(school, row.user, row.role, row.from_on, row.to_on, apart_from=row.pk)
        if changed:
            row.save()
            tell_role(by, row, "changed a role", was=was, changed=changed)
            tell_changed(school)
    end_if_left(row.user_id)
    return row


def remove_role(*, by: Actor, membership: Membership) -> None:
    """Take back a role that was given by mistake, as if it had never been. The record keeps that it was.

    Raises PermissionDenied, LastOneError.
    """
    check_can_manage_people(by, membership.school)
    check_can_end_role(by, membership.school, membership.role, membership.extra_rights)
    with kept_open(membership.school):
        tell_role(by, membership, "took back a role given by mistake", was=values_of(membership))
        membership.delete()
        tell_changed(membership.school)
    end_if_left(membership.user_id)


def leave(*, by: Actor, school: School, user: User) -> int:
    """End everything that somebody has at the school, at once: roles, card, open invitation, sessions.

    A role that began today or is still to begin never was. How many roles ended; 0 where they had left
    already. Raises PermissionDenied, LastOneError.
    """
    check_can_manage_people(by, school)
    yesterday = today() - timedelta(days=1)
    with kept_open(school):
        rows = Membership.objects.select_for_update().filter(school=school, user=user)
        going = [row for row in rows if row.to_on is None or row.to_on >= today()]
        for row in going:
            check_can_end_role(by, school, row.role, row.extra_rights)
            tell_role(by, row, "ended a role on leaving", was=values_of(row))
            if row.from_on > yesterday:
                row.delete()
            else:
                Membership.objects.filter(pk=row.pk).update(to_on=yesterday)
        PersonalCard.objects.filter(school=school, user=user).standing().update(revoked_at=timezone.now())
        if user.email:
            Invitation.objects.filter(school=school, email=user.email).open().delete()
        tell_changed(school)
    end_if_left(user.pk)
    return len(going)


def come_back(*, by: Actor, school: School, user: User) -> int:
    """Give somebody who left the roles again that they had on their last day, from today. How many.

    Who left only yesterday has their roles go on as if they had not. Raises PermissionDenied.
    """
    check_can_manage_people(by, school)
    with transaction.atomic():
        rows = list(Membership.objects.select_for_update().filter(school=school, user=user))
        ended = [row for row in rows if row.to_on is not None and row.to_on < today()]
        if len(ended) < len(rows) or not ended:
            return 0
        last = max(row.to_on for row in ended if row.to_on)
        back = [row for row in ended if row.to_on == last]
        for row in back:
            check_can_give_role(by, school, row.role)
            check_can_give_rights(by, school, row.extra_rights)
            if row.to_on < today() - timedelta(days=1):
                row.pk, row.from_on = None, today()
                row._state.adding = True  # noqa: SLF001  # Django's own way to copy a row
            row.to_on = None
            row.save()
            tell_role(by, row, "brought somebody back")
        tell_changed(school)
    return len(back)


@transaction.atomic
def add_absence(*, by: Actor, school: School, user: User, from_on: date, to_on: date) -> Absence:
    """Write down days on which somebody is away, so that whoever stands in is asked and told.

    Raises PermissionDenied.
    """
    check_can_manage_people(by, school)
    row, is_new = Absence.objects.get_or_create(school=school, user=user, from_on=from_on, to_on=to_on)
    if is_new:
        detail = {"from": from_on.isoformat(), "to": to_on.isoformat()}
        record(
            school_id=school.pk,
            by=by.user_id,
            verb="entered an absence",
            subject=f"person {user.pk}",
            detail=detail,
        )
        tell_changed(school)
    found: Absence = row
    return found


@transaction.atomic
def remove_absence(*, by: Actor, absence: Absence) -> None:
    """Take an absence back. Raises PermissionDenied."""
    check_can_manage_people(by, absence.school)
    detail = {"from": absence.from_on.isoformat(), "to": absence.to_on.isoformat()}
    subject = f"person {absence.user_id}"
    record(
        school_id=absence.school_id, by=by.user_id, verb="removed an absence", subject=subject, detail=detail
    )
    absence.delete()
    tell_changed(absence.school)


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
    """Whether it holds on a day on which it did not before."""
    to_on = date.fromisoformat(was["to"]) if was["to"] else date.max
    return row.from_on.isoformat() < was["from"] or (row.to_on or date.max) > to_on


def end_if_left(user_id: int) -> None:
    """Sign somebody out everywhere whose last role has ended."""
    if has_left(user_id):
        end_sessions(user_id)


def values_of(row: Membership) -> dict[str, Any]:
    """What the record says of a role: no group, which may hold a name."""
    return {
        "role": row.role,
        "from": row.from_on.isoformat(),
        "to": row.to_on.isoformat() if row.to_on else None,
        "stands_in": row.stands_in,
        "line_manager": row.line_manager_id,
        "extra_rights": list(row.extra_rights),
    }


def tell_role(by: Actor, row: Membership, verb: str, **more: Any) -> None:
    """Put on the record what was done with a role."""
    detail = {**values_of(row), **more}
    record(school_id=row.school_id, by=by.user_id, verb=verb, subject=f"person {row.user_id}", detail=detail)
