"""OneRoster 1.1 and 1.2, the CSV binding: `users.csv`, `orgs.csv` and others in one archive, bulk or delta.

The headings are those of the 1EdTech specification. Passwords, telephones and marks are not read.
"""

from collections.abc import Iterator, Mapping

from belisha.imports.files.archive_reader import (
    GONE,
    ArchiveReader,
    FileRecord,
    Files,
    is_gone,
    joined,
    role_records,
    roles_by_person,
)
from belisha.imports.files.row import UnreadableFileError
from belisha.imports.files.table import Table, known_table


def is_oneroster(files: Files) -> bool:
    """Return whether the archive says that it is one."""
    return "users.csv" in files and "manifest.csv" in files


def read_oneroster(files: Files) -> Table:
    """Return the people of a OneRoster archive. Raise UnreadableFileError for another version, or a part."""
    archive = ArchiveReader(files)
    manifest = _manifest(archive)
    schools = archive.schools("orgs.csv", "sourcedid")
    users = archive.records("users.csv", "sourcedId", "givenName", "familyName")
    roles = roles_by_person(archive.records("roles.csv", "userSourcedId", "role"))
    rooms = _homerooms(archive)
    rows = [(line, "users.csv", fields) for record in users for line, fields in _people(record, roles, rooms)]
    named = {cells["sourcedid"] for _, cells in users}
    rows += [
        (int(fields.pop("line")), "roles.csv", fields)
        for person in roles
        if person not in named
        for fields in _roles(person, roles)
    ]
    if not rows and not archive.faults:
        message = "“users.csv” in the packed file holds nobody. Export the file again."
        raise UnreadableFileError(message)
    is_delta = any(manifest.get(f"file.{name}", "").lower() == "delta" for name in ("users", "roles"))
    notes = [DELTA] if is_delta else []
    return known_table("oneroster", rows, archive.faults, notes, schools, is_delta=is_delta)


DELTA = "The file holds only what has changed. Nobody leaves for not being in it."


def _manifest(archive: ArchiveReader) -> Mapping[str, str]:
    """Return what the manifest states, by folded name. Raise UnreadableFileError for an unknown version."""
    records = archive.records("manifest.csv", "propertyName", "value")
    stated = {cells["propertyname"].lower(): cells["value"] for _, cells in records}
    version = stated.get("oneroster.version", "1.1")
    if not version.startswith(("1.1", "1.2")):
        message = (
            f"“manifest.csv” says OneRoster “{version[:20]}”, and 1.1 or 1.2 can be read. Export it as 1.1."
        )
        raise UnreadableFileError(message)
    return stated


def _people(
    record: FileRecord, roles: Mapping[str, list[dict[str, str]]], rooms: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, str]]]:
    line, cells = record
    key = cells["sourcedid"]
    state = GONE if is_gone(cells) else ""
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
    if "role" in cells and key not in roles:
        fields = {**person, "role": cells["role"], **own, "org": joined(own["org"])}
        yield line, {**fields, "from_on": "", "to_on": "", "state": state}
        return
    for post in role_records(key, roles):
        fields = {**person, **post, **({"state": state, "to_on": ""} if state else {})}
        fields.pop("line")
        yield line, {**fields, "year_group": post["year_group"] or own["year_group"]}


def _roles(person: str, roles: Mapping[str, list[dict[str, str]]]) -> Iterator[dict[str, str]]:
    """Yield the roles of somebody whom a file of changes does not name again."""
    for post in role_records(person, roles):
        yield {"person_id": person, "given": "", "family": "", **post}


def _homerooms(archive: ArchiveReader) -> Mapping[str, str]:
    """Return the registration class of each pupil, where the archive names classes."""
    classes = {
        cells["sourcedid"]: cells.get("title", "")
        for _, cells in archive.records("classes.csv", "sourcedId")
        if cells.get("classtype", "").lower() == "homeroom" and not is_gone(cells)
    }
    return {
        cells["usersourcedid"]: classes[cells["classsourcedid"]]
        for _, cells in archive.records("enrollments.csv", "classSourcedId", "userSourcedId")
        if cells["classsourcedid"] in classes and not is_gone(cells)
    }
