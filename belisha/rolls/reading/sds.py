"""Microsoft School Data Sync: version 1 (`Student.csv`, `Teacher.csv`) and version 2.1 (`users.csv`,
`roles.csv`).
"""

from collections.abc import Mapping

from belisha.rolls.reading.archived import Archived, Files, posts, roles_by_person
from belisha.rolls.reading.row import UnreadableRollError
from belisha.rolls.reading.table import Table, known_table

FIRST = {"student.csv": "student", "teacher.csv": "teacher"}


def is_sds(files: Files) -> bool:
    """Whether the archive holds the files of School Data Sync, of either version."""
    return bool(FIRST.keys() & files.keys()) or {"users.csv", "roles.csv"} <= files.keys()


def read_sds(files: Files) -> Table:
    """The people of a School Data Sync archive. Raises UnreadableRollError where it is not whole."""
    archive = Archived(files)
    table = _read_second(archive) if "users.csv" in files else _read_first(archive)
    if not table.rows and not table.faults:
        message = "The packed file (ZIP) holds nobody. Export it again, with the people in it."
        raise UnreadableRollError(message)
    return table


def _read_first(archive: Archived) -> Table:
    schools = archive.schools("school.csv", "sisid")
    rows = []
    for name, role in FIRST.items():
        for line, cells in archive.records(name, "SISID", "FirstName", "LastName"):
            fields = {
                "person_id": cells["sisid"],
                "given": cells["firstname"],
                "family": cells["lastname"],
                "email": _address(cells),
                "role": role,
                "org": cells.get("schoolsisid", ""),
                "year_group": cells.get("grade", ""),
            }
            rows.append((line, name, fields))
    return known_table("sds", rows, archive.faults, (), schools)


def _read_second(archive: Archived) -> Table:
    schools = archive.schools("orgs.csv", "sourcedid")
    roles = roles_by_person(archive.records("roles.csv", "userSourcedId", "role"))
    rows = []
    for line, cells in archive.records("users.csv", "sourcedId", "givenName", "familyName"):
        person = {
            "person_id": cells["sourcedid"],
            "given": cells["givenname"],
            "family": cells["familyname"],
            "email": _address(cells),
        }
        rows += [(line, "users.csv", {**person, **post}) for post in posts(cells["sourcedid"], roles)]
    return known_table("sds", rows, archive.faults, (), schools)


def _address(cells: Mapping[str, str]) -> str:
    """The person's address: their user name where it is one, for with that they sign in to Microsoft."""
    named = (cells.get("email", ""), cells.get("username", ""), cells.get("secondaryemail", ""))
    return next((value for value in named if "@" in value), "")
