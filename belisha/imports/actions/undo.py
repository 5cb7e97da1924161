from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.imports.actions.errors import ImportRefusedError, locked_import, record_import_event
from belisha.imports.models import Roll, RollKey, RollLine, RollPerson
from belisha.imports.permissions import check_can_import_people
from belisha.imports.record import ImportEvent
from belisha.imports.states import ImportState
from belisha.people.models import Membership, User

PART = 500  # SQLite takes a limited number of values in one statement
ONLY_TODAY = (
    "An import can be undone on the day on which it was made, and this one is older. Import a newer file."
)
ANOTHER_SINCE = "Another import has been begun or made since: undo that one first."
CHANGED_SINCE = (
    "Roles of people in this import have been changed since, so that it cannot be undone as a whole. "
    "Correct what is wrong on the page of the school’s people, or import another file."
)


@transaction.atomic
def undo_import(*, by: Actor, roll: Roll) -> Roll:
    """Undo what an import of today did, while nobody has changed anything of it since.

    Roles that it ended continue, roles that it began are removed, and so are people whom it made and whom no
    other row names. Invitations that were sent stay. Raise PermissionDenied or ImportRefusedError.
    """
    check_can_import_people(by, roll.school)
    locked = locked_import(roll, "be undone")
    if locked.applied_on != today():
        raise ImportRefusedError(ONLY_TODAY)
    if (
        Roll.objects.filter(school=locked.school_id, pk__gt=locked.pk)
        .exclude(state=ImportState.DROPPED)
        .exists()
    ):
        raise ImportRefusedError(ANOTHER_SINCE)
    lines = list(locked.lines.filter(is_done=True).select_related("user"))
    for start in range(0, len(lines), PART):
        part = lines[start : start + PART]
        _undo_roles(locked, part)
        _undo_persons(locked, part)
        _undo_users(part)
    locked.state, locked.ended_at = ImportState.UNDONE, timezone.now()
    locked.table = None
    locked.save(update_fields=["state", "ended_at", "table"])
    locked.lines.all().delete()
    record_import_event(by, locked, ImportEvent.UNDID_IMPORT, lines=len(lines))
    return locked


def _undo_roles(roll: Roll, lines: Collection[RollLine]) -> None:
    began = {pk for line in lines for pk in line.undo.get("began", ())}
    was = {int(pk): before for line in lines for pk, before in line.undo.get("was", {}).items()}
    here = Membership.objects.filter(school=roll.school_id)
    rows = here.in_bulk(was.keys())
    is_whole = len(rows) == len(was) and here.filter(pk__in=began).count() == len(began)
    if not is_whole or any(row.to_on != _day(was[pk]["became"]) for pk, row in rows.items()):
        raise ImportRefusedError(CHANGED_SINCE)
    managers = {int(pk): before for line in lines for pk, before in line.undo.get("managers", {}).items()}
    led = list(here.filter(pk__in=managers.keys() - began))
    for row in led:
        row.line_manager_id = managers[row.pk]
    Membership.objects.bulk_update(led, ["line_manager"], batch_size=200)
    here.filter(pk__in=began).delete()
    for pk, row in rows.items():
        row.year_group, row.group, row.to_on = was[pk]["year_group"], was[pk]["group"], _day(was[pk]["to_on"])
    Membership.objects.bulk_update(rows.values(), ["year_group", "group", "to_on"], batch_size=200)
    deleted = [(line, gone) for line in lines for gone in line.undo.get("deleted", ())]
    Membership.objects.bulk_create(
        [
            Membership(
                **{**gone, "from_on": _day(gone["from_on"]), "to_on": _day(gone["to_on"])},
                school_id=roll.school_id,
                user=line.user,
            )
            for line, gone in deleted
        ]
    )


def _undo_persons(roll: Roll, lines: Collection[RollLine]) -> None:
    """Put back what imports knew of people before: nothing, or other roles and numbers."""
    taken = {int(pk): person for line in lines for pk, person in line.undo.get("taken", {}).items()}
    keys = list(RollKey.objects.filter(school=roll.school_id, pk__in=taken))
    for key in keys:
        key.person_id = taken[key.pk]
    RollKey.objects.bulk_update(keys, ["person"], batch_size=200)
    roles = {line.user_id: line.undo["roles"] for line in lines if "roles" in line.undo}
    persons = RollPerson.objects.filter(school=roll.school_id)
    persons.filter(user__in=[user_id for user_id, before in roles.items() if before is None]).delete()
    back = list(persons.filter(user__in=[user_id for user_id, before in roles.items() if before is not None]))
    for person in back:
        person.roles = roles[person.user_id]
    RollPerson.objects.bulk_update(back, ["roles"], batch_size=200)


def _undo_users(lines: Iterable[RollLine]) -> None:
    """Put back names and addresses; delete people whom the import made and whom no other row names."""
    renamed = [line.user for line in lines if line.user and {"name", "email"} & line.undo.keys()]
    before = {line.user_id: line.undo for line in lines}
    for user in renamed:
        user.name = before[user.pk].get("name", user.name)
        user.email = before[user.pk].get("email", user.email)
    User.objects.bulk_update(renamed, ["name", "email"], batch_size=200)
    made = {line.undo["user_made"] for line in lines if line.undo.get("user_made")}
    idle = User.objects.filter(pk__in=made, last_login__isnull=True, account=None, password__startswith="!")
    unused = set(idle.values_list("pk", flat=True)) - _spoken_of(made)
    User.objects.filter(pk__in=unused).delete()


def _spoken_of(user_ids: Collection[int]) -> set[int]:
    """Return those of the people whom any other row of the site names."""
    found: set[int] = set()
    for relation in User._meta.related_objects:  # noqa: SLF001
        model = relation.related_model
        if model is not RollLine and relation.field is not None:
            name = relation.field.name
            rows = model._default_manager.filter(**{f"{name}__in": user_ids})  # noqa: SLF001
            found.update(rows.order_by().values_list(name, flat=True))
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
