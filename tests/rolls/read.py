"""Steps that the tests of the readers share."""

import io
import zipfile

from belisha.rolls.reading.fields import guess_columns
from belisha.rolls.reading.people import Meaning, Read, read_people
from belisha.rolls.reading.roll_file import read_file
from belisha.rolls.reading.row import Fault, RollRow
from belisha.rolls.reading.titles import fold_title, titles_in
from belisha.rolls.reading.twice import part_twice

ROLES = {
    "teacher": "teacher", "class teacher": "teacher", "cook": "support-staff",
    "pupil": "pupil", "student": "pupil",
    "ta": "teaching-assistant", "guardian": "parent", "aide": "teaching-assistant",
}  # fmt: skip


def read(data: str | bytes, role_of_all: str = "", school: str = "", **roles: str) -> Read:
    """The people and faults of a file, with every column as it seems and job titles as above."""
    table = read_file(data.encode() if isinstance(data, str) else data)
    columns = guess_columns(table.headings)
    if table.is_known:
        columns = {name: place for place, name in enumerate(table.headings)}
    titles = titles_in(row.cells[columns["role"]] for row in table.rows) if "role" in columns else {}
    meant = {key: ROLES.get(fold_title(title), "") for key, title in titles.items()}
    found = read_people(table, Meaning(columns, {**meant, **roles}, role_of_all, school))
    rows, twice = part_twice(found.rows)
    return Read(rows, [*found.faults, *twice], found.left_out)


def rows(data: str | bytes, **more: str) -> list[RollRow]:
    """The people of a file that has no fault."""
    found = read(data, **more)
    assert not found.faults, found.faults
    return found.rows


def fault(data: str | bytes, **more: str) -> Fault:
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
