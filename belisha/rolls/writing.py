"""Writes some lines of a roll into the school: few statements, whatever their number."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from belisha.people.models import Invitation, Membership, User
from belisha.rolls.deciding import Change, Step
from belisha.rolls.leaving import end_access
from belisha.rolls.models import LineKind, Roll, RollKey, RollLine, RollPerson
from belisha.rolls.sorts import is_office

SAID = (
    ("joined", {LineKind.JOINER}),
    ("changed", {LineKind.CHANGE}),
    ("left", {LineKind.LEAVER, LineKind.MISSING}),
)


def write_lines(roll: Roll, lines: Sequence[RollLine], *, own_id: int | None, today: date) -> dict[str, Any]:
    """Write the lines, within the caller's transaction. The ids of who joined, changed, left, got an office.

    `own_id` is whoever imports, `today` the day on which the import began.
    """
    step = Step(roll, own_id, today)
    changes = step.decide(lines)
    _save_users(step, changes)
    _save_memberships(step, changes)
    _save_persons(step, changes)
    _leave(step)
    _save_lines(lines, changes)
    told: dict[str, Any] = {
        said: sorted(change.user.pk for change in changes if change.line.kind in kinds)
        for said, kinds in SAID
    }
    return told | {"offices": _offices_given(changes)}


def _offices_given(changes: Sequence[Change]) -> dict[str, list[int]]:
    """Who now holds each office that the lines gave: with offices come rights."""
    given: dict[str, list[int]] = {}
    for change in changes:
        for membership in change.begun:
            if is_office(membership.role):
                given.setdefault(membership.role, []).append(change.user.pk)
    return given


def _save_users(step: Step, changes: Sequence[Change]) -> None:
    fresh = [change for change in changes if change.line.user_id is None]
    User.objects.bulk_create([change.user for change in fresh])
    for change in fresh:
        change.undo["user_made"] = change.user.pk
    if step.renamed:
        User.objects.bulk_update(step.renamed, ["name", "email"])


def _save_memberships(step: Step, changes: Sequence[Change]) -> None:
    Membership.objects.filter(pk__in=step.deleted).delete()
    Membership.objects.bulk_create(
        list(step.changed.values()),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["year_group", "group", "to_on"],
    )
    begun = [(change, membership) for change in changes for membership in change.begun]
    for change, membership in begun:
        membership.user = change.user
    Membership.objects.bulk_create([membership for _, membership in begun])
    for change, membership in begun:
        change.undo.setdefault("began", []).append(membership.pk)


def _save_persons(step: Step, changes: Sequence[Change]) -> None:
    with_row = [change for change in changes if change.row and change.line.kind != LineKind.LEAVER]
    persons = {
        person.user_id: person
        for person in RollPerson.objects.filter(
            school=step.school, user__in=[change.user.pk for change in with_row]
        )
    }
    given = {}
    for change in with_row:
        roles = list(change.row.roles) if change.row else []
        before = persons.get(change.user.pk)
        if before is None or before.roles != roles:
            change.undo["roles"] = before.roles if before else None
            given[change.user.pk] = RollPerson(
                pk=before.pk if before else None, school=step.school, user=change.user, roles=roles
            )
    RollPerson.objects.bulk_create(
        given.values(), update_conflicts=True, unique_fields=["school", "user"], update_fields=["roles"]
    )
    _save_keys(step, with_row)


def _save_keys(step: Step, changes: Sequence[Change]) -> None:
    ids = [change.user.pk for change in changes]
    persons = dict(RollPerson.objects.filter(school=step.school, user__in=ids).values_list("user", "pk"))
    wanted = {key: persons[change.user.pk] for change in changes if change.row for key in change.row.keys}
    there = set(
        RollKey.objects.filter(school=step.school, person__in=persons.values()).values_list("key", flat=True)
    )
    RollKey.objects.bulk_create(
        [
            RollKey(school=step.school, person_id=pk, key=key)
            for key, pk in wanted.items()
            if key not in there
        ],
        ignore_conflicts=True,
    )


def _leave(step: Step) -> None:
    emails = [user.email for user in step.left if user.email]
    if emails:
        Invitation.objects.filter(school=step.school, email__in=emails).open().delete()
    end_access([user.pk for user in step.left])


def _save_lines(lines: Sequence[RollLine], changes: Sequence[Change]) -> None:
    for change in changes:
        change.line.user, change.line.undo = change.user, change.undo
    for line in lines:
        line.is_done = True
    RollLine.objects.bulk_create(
        lines, update_conflicts=True, unique_fields=["id"], update_fields=["user", "is_done", "undo"]
    )
