import hashlib
from collections.abc import Mapping
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.people.models import School
from belisha.rolls.actions.checking import check_roll
from belisha.rolls.actions.refusing import RollRefusedError, locked_roll, tell
from belisha.rolls.models import JobTitle, Roll, RollLayout
from belisha.rolls.permissions import check_can_bring_in_people
from belisha.rolls.queries import layout_for
from belisha.rolls.reading.fields import guess_columns
from belisha.rolls.reading.roll_file import read_file
from belisha.rolls.reading.table import Table, table_from
from belisha.rolls.states import RollState

ANOTHER_IS_OPEN = (
    "An import of this school is under way already, and two at once would cross each other. "
    "Go on with that one, or drop it first."
)


def begin_roll(*, by: Actor, school: School, file_name: str, data: bytes) -> Roll:
    """Take in a file. What its columns mean is said next, or checked at once where the format states it.

    Raises PermissionDenied; belisha.rolls.reading.row.UnreadableRollError where it is no roll;
    RollRefusedError
    where the school has another import open.
    """
    check_can_bring_in_people(by, school)
    table = read_file(data)
    try:
        with transaction.atomic():
            roll = Roll.objects.create(
                school=school,
                kind=table.kind,
                file_name=PurePath(file_name.replace("\\", "/")).name[:120],
                checksum=hashlib.sha256(data).hexdigest(),
                state=RollState.TITLES if table.is_known else RollState.COLUMNS,
                table=table.as_json(),
                meaning=_first_meaning(school, table),
                begun_by_id=by.user_id,
            )
            tell(by, roll, "chose a roll", kind=table.kind, checksum=roll.checksum, lines=len(table.rows))
    except IntegrityError as error:
        raise RollRefusedError(ANOTHER_IS_OPEN) from error
    return roll


def _first_meaning(school: School, table: Table) -> dict[str, object]:
    """The columns as the format states them, as the school named them last time, or as they seem."""
    if table.is_known:
        return {"columns": {name: place for place, name in enumerate(table.headings)}}
    before = layout_for(school, table.fingerprint)
    if before:
        return {"columns": before.columns, "role_of_all": before.role_of_all, "is_remembered": True}
    return {"columns": guess_columns(table.headings)}


@transaction.atomic
def name_columns(*, by: Actor, roll: Roll, columns: Mapping[str, int], role_of_all: str) -> Roll:
    """Say what the columns mean; it is remembered for the next file with the same headings.

    Raises PermissionDenied, RollRefusedError.
    """
    check_can_bring_in_people(by, roll.school)
    locked = locked_roll(roll, "have its columns named")
    table = table_from(locked.table or {})
    locked.meaning = {**locked.meaning, "columns": dict(columns), "role_of_all": role_of_all}
    locked.state = RollState.TITLES
    locked.save(update_fields=["meaning", "state"])
    locked.lines.all().delete()
    RollLayout.objects.update_or_create(
        school=locked.school,
        fingerprint=table.fingerprint,
        defaults={"columns": dict(columns), "role_of_all": role_of_all},
    )
    return locked


@transaction.atomic
def name_titles(*, by: Actor, roll: Roll, roles: Mapping[str, str], school_in_file: str = "") -> Roll:
    """Say which role each job title (folded) means, and which school of the file is meant; then check the
    roll.

    What was said of a title is remembered. Raises PermissionDenied, RollRefusedError.
    """
    check_can_bring_in_people(by, roll.school)
    locked = locked_roll(roll, "be checked")
    locked.meaning = {**locked.meaning, "roles": dict(roles), "school": school_in_file}
    locked.save(update_fields=["meaning"])
    JobTitle.objects.bulk_create(
        [
            JobTitle(school=locked.school, title=title[:200], role=role)
            for title, role in roles.items()
            if title
        ],
        update_conflicts=True,
        unique_fields=["school", "title"],
        update_fields=["role"],
    )
    return check_roll(by=by, roll=locked)


@transaction.atomic
def drop_roll(*, by: Actor, roll: Roll) -> None:
    """Give up an import that has not begun; nothing of it is kept. Raises PermissionDenied,
    RollRefusedError.
    """
    check_can_bring_in_people(by, roll.school)
    locked = locked_roll(roll, "be dropped")
    locked.lines.all().delete()
    locked.state, locked.table, locked.ended_at = RollState.DROPPED, None, timezone.now()
    locked.save(update_fields=["state", "table", "ended_at"])
    tell(by, locked, "dropped an import")
