"""Steps that the tests of the readers share."""

import io
import zipfile

from belisha.imports.files.duplicates import split_duplicates
from belisha.imports.files.fields import guess_columns
from belisha.imports.files.people import ColumnMapping, ReadPeople, read_people, titles_used
from belisha.imports.files.reader import read_file
from belisha.imports.files.row import LineFault, PersonRow
from belisha.imports.files.titles import fold_title, titles_in

ROLES = {
    "teacher": "teacher", "class teacher": "teacher", "cook": "support-staff",
    "pupil": "pupil", "student": "pupil",
    "ta": "teaching-assistant", "guardian": "parent", "aide": "teaching-assistant",
}  # fmt: skip


def read(data: str | bytes, role_of_all: str = "", school: str = "", **roles: str) -> ReadPeople:
    """The people and faults of a file, with every column as it seems and job titles as above."""
    table = read_file(data.encode() if isinstance(data, str) else data)
    columns = guess_columns(table.headings)
    if table.is_known:
        columns = {name: place for place, name in enumerate(table.headings)}
    titles = titles_in(titles_used(table, columns))
    meant = {key: ROLES.get(fold_title(title), "") for key, title in titles.items()}
    found = read_people(table, ColumnMapping(columns, {**meant, **roles}, role_of_all, school))
    rows, twice = split_duplicates(found.rows)
    return ReadPeople(rows, [*found.faults, *twice], found.left_out)


def rows(data: str | bytes, **more: str) -> list[PersonRow]:
    """The people of a file that has no fault."""
    found = read(data, **more)
    assert not found.faults, found.faults
    return found.rows


def fault(data: str | bytes, **more: str) -> LineFault:
    """The one fault of a file."""
    (found,) = read(data, **more).faults
    return found


def packed(**files: str | bytes) -> bytes:
    """An archive of CSV files: `packed(users="…")` holds `users.csv`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return made.getvalue()
