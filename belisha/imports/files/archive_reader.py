"""Read what OneRoster and School Data Sync share: CSV files with fixed headings, in one archive."""

from collections.abc import Iterator, Mapping, Sequence

from belisha.imports.files.csv_file import read_csv
from belisha.imports.files.record_states import says_gone
from belisha.imports.files.row import LineFault, UnreadableFileError
from belisha.imports.files.table import ORG_JOINT
from belisha.imports.files.text_cleaning import fold_heading

Files = Mapping[str, bytes]
GONE = "tobedeleted"
# The columns that say whether a record is still valid, in the formats that we read.
STATES = ("status", "enableduser", "activestatus", "isactive", "enabled", "recordstatus")
FileRecord = tuple[int, dict[str, str]]


class ArchiveReader:
    """The files of one archive, read when they are asked for; their faults are collected."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.faults: list[LineFault] = []

    def records(self, name: str, *needed: str | tuple[str, ...]) -> list[FileRecord]:
        """Return the lines of the file `name`, by folded heading; none if there is no such file.

        Raise UnreadableFileError if a heading that is `needed` is not there, or none of several.
        """
        if name not in self.files:
            return []
        try:
            table = read_csv(self.files[name], may_be_empty=True)
        except UnreadableFileError as error:
            message = f"“{name}” in the packed file: {error}"
            raise UnreadableFileError(message) from error
        headings = [fold_heading(heading).replace(" ", "") for heading in table.headings]
        names = [(each,) if isinstance(each, str) else each for each in needed]
        missing = [each[0] for each in names if not any(name.lower() in headings for name in each)]
        if missing:
            message = f"“{name}” in the packed file has no column “{missing[0]}”. Export the file again."
            raise UnreadableFileError(message)
        self.faults += [
            LineFault(fault.line, fault.column, fault.value, fault.expected, fault.advice, fault.stops, name)
            for fault in table.faults
        ]
        return [(row.line, dict(zip(headings, row.cells, strict=True))) for row in table.rows]

    def schools(self, name: str, *id_headings: str) -> list[tuple[str, str]]:
        """Return the id and name of each school of the file; other bodies and closed ones are left out."""
        found = []
        for _, cells in self.records(name):
            key = first_of(cells, *id_headings)
            if key and cells.get("type", "").lower() in ("school", "") and not is_gone(cells):
                found.append((key, cells.get("name", "") or cells.get("schoolname", "") or key))
        return found


def first_of(cells: Mapping[str, str], *headings: str) -> str:
    """Return the value under the first of the folded headings that has one."""
    return next((cells[heading] for heading in headings if cells.get(heading)), "")


def is_gone(cells: Mapping[str, str]) -> bool:
    """Return whether the record says that it is no longer valid, or that its user is switched off."""
    return any(says_gone(cells[heading], heading) for heading in STATES if cells.get(heading))


def joined(ids: str) -> str:
    """Return the ids of a cell that holds several, separated by commas, as one value."""
    return ORG_JOINT.join(part.strip() for part in ids.split(",") if part.strip())


def roles_by_person(records: Sequence[FileRecord]) -> Mapping[str, list[dict[str, str]]]:
    """Return the lines of `roles.csv` by the person that each is about."""
    found: dict[str, list[dict[str, str]]] = {}
    for line, cells in records:
        found.setdefault(cells["usersourcedid"], []).append({**cells, "line": str(line)})
    return found


def role_records(person: str, roles: Mapping[str, list[dict[str, str]]]) -> Iterator[dict[str, str]]:
    """Yield each role of a person in `roles.csv` as fields of ours; an empty one if there is none."""
    for cells in roles.get(person, [{}]):
        yield {
            "role": cells.get("role", ""),
            "org": cells.get("orgsourcedid", ""),
            "year_group": cells.get("grade", ""),
            "from_on": first_of(cells, "rolestartdate", "begindate"),
            "to_on": "" if is_gone(cells) else first_of(cells, "roleenddate", "enddate"),
            "state": GONE if is_gone(cells) else "",
            "line": cells.get("line", "0"),
        }
