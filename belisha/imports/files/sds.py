"""Microsoft School Data Sync: version 1 (`Student.csv`, `Teacher.csv`), 2 and 2.1 (`users.csv`, `roles.csv`).

The headings of version 1 are those of Microsoft's samples: "SIS ID", and in the United Kingdom "ID",
"School DfE Number" and "DfE Number".
"""

from collections.abc import Iterator, Mapping

from belisha.imports.files.archive_reader import (
    GONE,
    ArchiveReader,
    FileRecord,
    Files,
    first_of,
    is_gone,
    role_records,
    roles_by_person,
)
from belisha.imports.files.row import UnreadableFileError
from belisha.imports.files.table import Table, known_table

FIRST = {
    "student.csv": "student", "teacher.csv": "teacher",
    "students.csv": "student", "teachers.csv": "teacher",
}  # fmt: skip
IDS = ("SISID", "ID", "StudentSISID", "TeacherSISID", "StudentID", "TeacherID", "Student_ID", "Teacher_ID")
SCHOOL_IDS = (
    "schoolsisid", "schooldfenumber", "schoolid", "schoolurn", "school", "schooldfe", "schoolcode",
    "schoolnumber",
)  # fmt: skip
OWN_SCHOOL_IDS = ("sisid", "dfenumber", "id", "urn", "schoolid", "schooldfenumber", "schoolnumber")
GIVEN, FAMILY = ("FirstName", "GivenName", "Forename"), ("LastName", "FamilyName", "Surname")


def is_sds(files: Files) -> bool:
    """Return whether the archive holds the files of School Data Sync, of any version."""
    return bool(FIRST.keys() & files.keys()) or (
        "users.csv" in files and bool({"roles.csv", "orgs.csv"} & files.keys())
    )


def read_sds(files: Files) -> Table:
    """Return the people of a School Data Sync archive. Raise UnreadableFileError if it is not whole."""
    archive = ArchiveReader(files)
    table = _read_second(archive) if "users.csv" in files else _read_first(archive)
    if not table.rows and not table.faults:
        message = "The packed file (ZIP) holds nobody. Export it again, with the people in it."
        raise UnreadableFileError(message)
    return table


def _read_first(archive: ArchiveReader) -> Table:
    schools = [
        school for name in ("school.csv", "schools.csv") for school in archive.schools(name, *OWN_SCHOOL_IDS)
    ]
    rows = []
    for name, role in FIRST.items():
        for line, cells in archive.records(name, IDS, GIVEN, FAMILY):
            fields = {
                "person_id": first_of(cells, *map(str.lower, IDS)),
                **_name(cells),
                "email": _address(cells),
                "role": role,
                "org": first_of(cells, *SCHOOL_IDS),
                "year_group": first_of(cells, "grade", "yeargroup", "ncyear"),
                "from_on": "",
                "to_on": "",
                "state": GONE if is_gone(cells) else "",
            }
            rows.append((line, name, fields))
    return known_table("sds", rows, archive.faults, (), schools)


def _read_second(archive: ArchiveReader) -> Table:
    schools = archive.schools("orgs.csv", "sourcedid")
    roles = roles_by_person(archive.records("roles.csv", "userSourcedId", "role"))
    records = archive.records("users.csv", "sourcedId", GIVEN, FAMILY)
    rows = [(line, "users.csv", fields) for line, cells in records for fields in _posts((line, cells), roles)]
    named = {cells["sourcedid"] for _, cells in records}
    left = [person for person in roles if person not in named]
    notes = [f"{len(left)} people in “roles.csv” are not in “users.csv”, and were left out."] if left else []
    return known_table("sds", rows, archive.faults, notes, schools)


def _posts(record: FileRecord, roles: Mapping[str, list[dict[str, str]]]) -> Iterator[dict[str, str]]:
    """Yield the person of a line of `users.csv` with each of their roles; version 2 has it in
    the same line.
    """
    _, cells = record
    person = {"person_id": cells["sourcedid"], **_name(cells), "email": _address(cells)}
    state = GONE if is_gone(cells) else ""
    if cells.get("role") and cells["sourcedid"] not in roles:
        own = first_of(cells, "orgsourcedid", "orgsourcedids", "schoolsourcedid")
        year = first_of(cells, "grade", "grades")
        yield {
            **person,
            "role": cells["role"],
            "org": own,
            "year_group": year,
            "from_on": "",
            "to_on": "",
            "state": state,
        }
        return
    for post in role_records(cells["sourcedid"], roles):
        post.pop("line")
        yield {**person, **post, **({"state": state, "to_on": ""} if state else {})}


def _name(cells: Mapping[str, str]) -> dict[str, str]:
    return {
        "given": first_of(cells, *map(str.lower, GIVEN)),
        "family": first_of(cells, *map(str.lower, FAMILY)),
        "preferred_given": first_of(cells, "preferredgivenname", "preferredfirstname"),
        "preferred_family": first_of(cells, "preferredfamilyname", "preferredlastname"),
    }


def _address(cells: Mapping[str, str]) -> str:
    """Return the person's address: their user name where it is one, for with that they sign in
    to Microsoft.
    """
    named = (cells.get("email", ""), cells.get("username", ""), cells.get("secondaryemail", ""))
    return next((value for value in named if "@" in value), "")
