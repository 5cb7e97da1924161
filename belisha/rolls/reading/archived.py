"""What OneRoster and School Data Sync have in common: CSV files with fixed headings, in one archive."""

from collections.abc import Iterator, Mapping, Sequence

from belisha.rolls.reading.csv_file import read_csv
from belisha.rolls.reading.fields import fold_heading
from belisha.rolls.reading.row import Fault, UnreadableRollError
from belisha.rolls.reading.table import ORG_JOINT

Files = Mapping[str, bytes]
Record = tuple[int, dict[str, str]]


class Archived:
    """The files of one archive, read when they are asked for; their faults are kept."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.faults: list[Fault] = []

    def records(self, name: str, *needed: str) -> list[Record]:
        """The lines of the file `name`, by folded heading. Empty where there is no such file.

        Raises UnreadableRollError where a heading that is `needed` is not there.
        """
        if name not in self.files:
            return []
        try:
            table = read_csv(self.files[name])
        except UnreadableRollError as error:
            message = f"“{name}” in the packed file: {error}"
            raise UnreadableRollError(message) from error
        headings = [fold_heading(heading).replace(" ", "") for heading in table.headings]
        missing = [heading for heading in needed if heading.lower() not in headings]
        if missing:
            message = f"“{name}” in the packed file has no column “{missing[0]}”. Export the file again."
            raise UnreadableRollError(message)
        self.faults += [
            Fault(fault.line, fault.column, fault.value, fault.expected, fault.advice, fault.stops, name)
            for fault in table.faults
        ]
        return [(row.line, dict(zip(headings, row.cells, strict=True))) for row in table.rows]

    def schools(self, name: str, id_heading: str) -> list[tuple[str, str]]:
        """The schools of the file, id and name; other bodies are left out."""
        found = self.records(name)
        said = [
            (cells.get(id_heading, ""), cells.get("name", ""), cells.get("type", "")) for _, cells in found
        ]
        return [(key, label or key) for key, label, kind in said if key and kind.lower() in ("school", "")]


def joined(ids: str) -> str:
    """The ids of a cell that holds several by comma."""
    return ORG_JOINT.join(part.strip() for part in ids.split(",") if part.strip())


def roles_by_person(records: Sequence[Record]) -> Mapping[str, list[dict[str, str]]]:
    """The lines of `roles.csv`, by the person that each is about."""
    found: dict[str, list[dict[str, str]]] = {}
    for _, cells in records:
        found.setdefault(cells["usersourcedid"], []).append(cells)
    return found


def posts(person: str, roles: Mapping[str, list[dict[str, str]]]) -> Iterator[dict[str, str]]:
    """Each role that a person has in `roles.csv`, as fields of ours; one without a role where there is
    none.
    """
    for cells in roles.get(person, [{}]):
        yield {
            "role": cells.get("role", ""),
            "org": cells.get("orgsourcedid", ""),
            "year_group": cells.get("grade", ""),
            "from_on": cells.get("rolestartdate", "") or cells.get("begindate", ""),
            "to_on": cells.get("roleenddate", "") or cells.get("enddate", ""),
        }
