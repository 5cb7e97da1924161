"""OneRoster 1.1 and 1.2, the CSV binding: `users.csv`, `orgs.csv` and others in one archive.

The headings are those of the 1EdTech specification. Passwords, telephones and marks are not read.
"""

from collections.abc import Iterator, Mapping

from belisha.rolls.reading.archived import Archived, Files, Record, joined, posts, roles_by_person
from belisha.rolls.reading.row import UnreadableRollError
from belisha.rolls.reading.table import Table, known_table

GONE = "tobedeleted"


def is_oneroster(files: Files) -> bool:
    """Whether the archive says that it is one."""
    return "users.csv" in files and "manifest.csv" in files


def read_oneroster(files: Files) -> Table:
    """The people of a OneRoster archive. Raises UnreadableRollError where it is another version or not
    whole.
    """
    archive = Archived(files)
    _check_version(archive)
    schools = archive.schools("orgs.csv", "sourcedid")
    users = archive.records("users.csv", "sourcedId", "givenName", "familyName")
    kept = [(line, cells) for line, cells in users if not _is_gone(cells)]
    gone = len(users) - len(kept)
    notes = [f"{gone} people are marked in the file as gone and were left out."] if gone else []
    roles = roles_by_person(archive.records("roles.csv", "userSourcedId", "role"))
    rooms = _homerooms(archive)
    rows = [(line, "users.csv", fields) for record in kept for line, fields in _people(record, roles, rooms)]
    if not rows and not archive.faults:
        message = "“users.csv” in the packed file holds nobody who is still there. Export the file again."
        raise UnreadableRollError(message)
    return known_table("oneroster", rows, archive.faults, notes, schools)


def _check_version(archive: Archived) -> None:
    manifest = archive.records("manifest.csv", "propertyName", "value")
    stated = {cells["propertyname"].lower(): cells["value"] for _, cells in manifest}
    version = stated.get("oneroster.version", "1.1")
    if not version.startswith(("1.1", "1.2")):
        message = (
            f"“manifest.csv” says OneRoster “{version[:20]}”, and 1.1 or 1.2 can be read. Export it as 1.1."
        )
        raise UnreadableRollError(message)


def _is_gone(cells: Mapping[str, str]) -> bool:
    return cells.get("status", "").lower() == GONE or cells.get("enableduser", "").lower() == "false"


def _people(
    record: Record, roles: Mapping[str, list[dict[str, str]]], rooms: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, str]]]:
    line, cells = record
    key = cells["sourcedid"]
    person = {
        "person_id": key,
        "given": cells["givenname"],
        "family": cells["familyname"],
        "preferred_given": cells.get("preferredfirstname", ""),
        "preferred_family": cells.get("preferredlastname", ""),
        "email": cells.get("email", ""),
        "group": rooms.get(key, ""),
    }
    own = {"org": cells.get("orgsourcedids", ""), "year_group": cells.get("grades", "").split(",")[0]}
    if "role" in cells:
        yield (
            line,
            {**person, "role": cells["role"], **own, "org": joined(own["org"]), "from_on": "", "to_on": ""},
        )
        return
    for post in posts(key, roles):
        yield line, {**person, **post, "year_group": post["year_group"] or own["year_group"]}


def _homerooms(archive: Archived) -> Mapping[str, str]:
    """The registration class of each pupil, where the archive names classes."""
    classes = {
        cells["sourcedid"]: cells.get("title", "")
        for _, cells in archive.records("classes.csv", "sourcedId")
        if cells.get("classtype", "").lower() == "homeroom" and cells.get("status", "").lower() != GONE
    }
    return {
        cells["usersourcedid"]: classes[cells["classsourcedid"]]
        for _, cells in archive.records("enrollments.csv", "classSourcedId", "userSourcedId")
        if cells["classsourcedid"] in classes and cells.get("status", "").lower() != GONE
    }
