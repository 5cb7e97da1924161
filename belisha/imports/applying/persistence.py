"""Write some lines of an import into the school: few statements, whatever their number."""

from collections.abc import Sequence
from typing import Any

from allauth.usersessions.models import UserSession

from belisha.imports.applying.changes import PersonChange, PlannedChanges, ids_by_kind
from belisha.imports.models import Roll, RollKey, RollLine, RollPerson
from belisha.imports.planning.role_categories import is_office
from belisha.people.accounts.sessions import end_sessions
from belisha.people.models import Invitation, Membership, School, User


def write_lines(roll: Roll, lines: Sequence[RollLine]) -> dict[str, Any]:
    """Write the lines, within the caller's transaction. Return the ids of who joined, changed, left.

    `offices` are those who got an office, `renamed` those with an account who got another name.
    """
    planned = PlannedChanges(roll)
    changes = planned.of(lines)
    _save_users(planned, changes)
    _save_memberships(planned, changes)
    _save_persons(roll.school, changes)
    _end_access(planned)
    _save_lines(lines, changes)
    renamed = sorted(user.pk for user in planned.renamed if user.has_usable_password() or user.last_login)
    told: dict[str, Any] = {**ids_by_kind(changes), "offices": _offices_given(changes)}
    return told | ({"renamed": renamed} if renamed else {})


def _offices_given(changes: Sequence[PersonChange]) -> dict[str, list[int]]:
    """Return who now holds each office that the lines gave: with offices come rights."""
    given: dict[str, list[int]] = {}
    for change in changes:
        for membership in change.begun:
            if is_office(membership.role):
                given.setdefault(membership.role, []).append(change.user.pk)
    return given


def _save_users(planned: PlannedChanges, changes: Sequence[PersonChange]) -> None:
    fresh = [change for change in changes if change.user._state.adding]  # noqa: SLF001
    User.objects.bulk_create([change.user for change in fresh])
    for change in fresh:
        change.undo["user_made"] = change.user.pk
    if planned.renamed:
        User.objects.bulk_update(planned.renamed, ["name", "email"])


def _save_memberships(planned: PlannedChanges, changes: Sequence[PersonChange]) -> None:
    if planned.deleted:
        Membership.objects.filter(pk__in=planned.deleted).delete()
    if planned.changed:
        Membership.objects.bulk_create(
            list(planned.changed.values()),
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


def _save_persons(school: School, changes: Sequence[PersonChange]) -> None:
    """Save what imports have given people, and their numbers."""
    touched = [change for change in changes if change.effects.roles is not None or change.effects.keys]
    if not touched:
        return
    ids = [change.user.pk for change in touched]
    persons = {person.user_id: person for person in RollPerson.objects.filter(school=school, user__in=ids)}
    given = []
    for change in touched:
        before = persons.get(change.user.pk)
        roles = change.effects.roles if change.effects.roles is not None else []
        if before is None or (change.effects.roles is not None and before.roles != roles):
            change.undo["roles"] = before.roles if before else None
            given.append(
                RollPerson(pk=before.pk if before else None, school=school, user=change.user, roles=roles)
            )
    RollPerson.objects.bulk_create(
        given, update_conflicts=True, unique_fields=["school", "user"], update_fields=["roles"]
    )
    with_keys = [change for change in touched if change.effects.keys]
    if with_keys:
        _save_keys(school, with_keys)


def _save_keys(school: School, changes: Sequence[PersonChange]) -> None:
    ids = [change.user.pk for change in changes]
    persons = dict(RollPerson.objects.filter(school=school, user__in=ids).values_list("user", "pk"))
    for change in changes:
        if change.effects.take:
            _take_keys(school, change, persons[change.user.pk])
    RollKey.objects.bulk_create(
        [
            RollKey(school=school, person_id=persons[change.user.pk], key=key)
            for change in changes
            for key in change.effects.keys
            if key not in change.effects.take
        ],
        ignore_conflicts=True,
    )


def _take_keys(school: School, change: PersonChange, person: int) -> None:
    """Give numbers that the school has given again to the person who has them now."""
    rows = RollKey.objects.filter(school=school, key__in=change.effects.take)
    change.undo["taken"] = {str(row.pk): row.person_id for row in rows}
    rows.update(person=person)


def _end_access(planned: PlannedChanges) -> None:
    """End the open invitations of those who left, and sign them out wherever they are signed in."""
    emails = [user.email for user in planned.left if user.email]
    if emails:
        Invitation.objects.filter(school=planned.school, email__in=emails).open().delete()
    ids = [user.pk for user in planned.left]
    signed_in = UserSession.objects.filter(user__in=ids).values_list("user", flat=True) if ids else ()
    for user_id in set(signed_in):
        end_sessions(user_id)


def _save_lines(lines: Sequence[RollLine], changes: Sequence[PersonChange]) -> None:
    """Mark the lines as done, with what undoes them. What the file said is not written again."""
    done = [
        RollLine(
            pk=change.line.pk,
            school_id=change.line.school_id,
            roll_id=change.line.roll_id,
            kind=change.line.kind,
            user=change.user,
            undo=change.undo,
            is_done=True,
        )
        for change in changes
    ]
    if done:
        RollLine.objects.bulk_create(
            done, update_conflicts=True, unique_fields=["id"], update_fields=["user", "is_done", "undo"]
        )
    idle = {line.pk for line in lines} - {line.pk for line in done}
    if idle:
        RollLine.objects.filter(pk__in=idle).update(is_done=True)
