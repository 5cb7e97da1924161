import hashlib
from collections.abc import Mapping
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.imports.actions.check import check_import
from belisha.imports.actions.errors import ImportRefusedError, locked_import, record_import_event
from belisha.imports.files.fields import guess_columns
from belisha.imports.files.reader import read_file
from belisha.imports.files.row import UnreadableFileError
from belisha.imports.files.table import Table, table_from
from belisha.imports.models import JobTitle, Roll, RollLayout
from belisha.imports.permissions import check_can_import_people
from belisha.imports.queries import layout_for
from belisha.imports.record import ImportEvent
from belisha.imports.states import ImportState
from belisha.people.models import School
from belisha.sandbox import SandboxError, run_in_sandbox

ANOTHER_IS_OPEN = (
    "An import of this school is under way already, and two at once would cross each other. "
    "Continue with that one, or cancel it first."
)


def start_import(*, by: Actor, school: School, file_name: str, data: bytes) -> Roll:
    """Take in a file. What its columns mean is said next, or checked at once if the format states it.

    Raise PermissionDenied, UnreadableFileError if it is no list of people, or ImportRefusedError if the
    school has another import open.
    """
    check_can_import_people(by, school)
    checksum = hashlib.sha256(data).hexdigest()
    return start_import_of_table(
        by=by, school=school, file_name=file_name, table=_read(data), checksum=checksum
    )


def start_import_of_table(*, by: Actor, school: School, file_name: str, table: Table, checksum: str) -> Roll:
    """Take in a table. Raise PermissionDenied, or ImportRefusedError if the school has another
    import open.
    """
    check_can_import_people(by, school)
    try:
        with transaction.atomic():
            roll = Roll.objects.create(
                school=school,
                kind=table.kind,
                file_name=PurePath(file_name.replace("\\", "/")).name[:120],
                checksum=checksum,
                state=ImportState.TITLES if table.is_known else ImportState.COLUMNS,
                table=table.as_json(),
                column_mapping=_initial_mapping(school, table),
                begun_by_id=by.user_id,
            )
            detail = {"kind": table.kind, "checksum": checksum, "lines": len(table.rows)}
            record_import_event(by, roll, ImportEvent.CHOSE_ROLL, **detail)
    except IntegrityError as error:
        raise ImportRefusedError(ANOTHER_IS_OPEN) from error
    return roll


def _read(data: bytes) -> Table:
    """Return the table in a file, read in the sandbox. Raise UnreadableFileError if it cannot be read."""
    try:
        return run_in_sandbox(read_file, data)
    except SandboxError as error:
        message = f"The file cannot be read. {error} Export it again, or save it as CSV, and try that."
        raise UnreadableFileError(message) from None


def _initial_mapping(school: School, table: Table) -> dict[str, object]:
    """Return the columns as the format states them, as the school chose last time, or as a guess."""
    if table.is_known:
        return {"columns": {name: place for place, name in enumerate(table.headings)}}
    before = layout_for(school, table.fingerprint)
    if before:
        return {
            "columns": before.columns,
            "role_of_all": before.role_of_all,
            "date_order": before.date_order,
            "is_remembered": True,
        }
    return {"columns": guess_columns(table.headings)}


@transaction.atomic
def map_columns(
    *, by: Actor, roll: Roll, columns: Mapping[str, int], role_of_all: str, date_order: str = ""
) -> Roll:
    """Say what the columns mean; it is remembered for the next file with the same headings.

    Raise PermissionDenied or ImportRefusedError.
    """
    check_can_import_people(by, roll.school)
    locked = locked_import(roll, "have its columns named")
    table = table_from(locked.table or {})
    said = {"columns": dict(columns), "role_of_all": role_of_all, "date_order": date_order}
    locked.column_mapping = {**locked.column_mapping, **said}
    locked.state = ImportState.TITLES
    locked.save(update_fields=["column_mapping", "state"])
    locked.lines.all().delete()
    RollLayout.objects.update_or_create(
        school=locked.school,
        fingerprint=table.fingerprint,
        defaults=said,
    )
    return locked


@transaction.atomic
def map_titles(*, by: Actor, roll: Roll, roles: Mapping[str, str], school_in_file: str = "") -> Roll:
    """Say which role each job title (folded) means, and which school of the file is meant; then check it.

    What was said of a title is remembered. Raise PermissionDenied or ImportRefusedError.
    """
    check_can_import_people(by, roll.school)
    locked = locked_import(roll, "be checked")
    locked.column_mapping = {**locked.column_mapping, "roles": dict(roles), "school": school_in_file}
    locked.save(update_fields=["column_mapping"])
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
    return check_import(by=by, roll=locked)


@transaction.atomic
def cancel_import(*, by: Actor, roll: Roll) -> None:
    """Cancel an import that has not begun; nothing of it is kept.

    Raise PermissionDenied or ImportRefusedError.
    """
    check_can_import_people(by, roll.school)
    locked = locked_import(roll, "be dropped")
    locked.lines.all().delete()
    locked.state, locked.table, locked.ended_at = ImportState.DROPPED, None, timezone.now()
    locked.save(update_fields=["state", "table", "ended_at"])
    record_import_event(by, locked, ImportEvent.DROPPED_IMPORT)
