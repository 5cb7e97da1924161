"""Every kind of roll becomes one table: headings, and rows with the line that they stand on."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from belisha.rolls.reading.fields import fold_heading
from belisha.rolls.reading.row import Fault

# The column with the ids of a row's schools, and what stands between two of them.
ORG = "org"
ORG_JOINT = "\x1f"


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one line. `where` names the file of an archive."""

    line: int
    cells: tuple[str, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds, before anybody said what its columns mean.

    `kind` is how it was written ("csv", "ctf", "oneroster", "sds"); `is_known` says that the headings are
    ours and nobody has to say what they mean; `schools` are those that the file speaks of, their id in it and
    their name. Which of them a row belongs to stands under `ORG`.
    """

    kind: str
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    is_known: bool = False
    schools: tuple[tuple[str, str], ...] = ()

    @property
    def fingerprint(self) -> str:
        """What tells files with the same columns from others: 64 hex digits."""
        joined = "\x1f".join([self.kind, *map(fold_heading, self.headings)])
        return hashlib.sha256(joined.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The table as values that JSON can hold."""
        return {
            "kind": self.kind,
            "headings": list(self.headings),
            "rows": [[row.line, row.where, *row.cells] for row in self.rows],
            "faults": [asdict(fault) for fault in self.faults],
            "notes": list(self.notes),
            "is_known": self.is_known,
            "schools": [list(school) for school in self.schools],
        }


def table_from(stored: Mapping[str, Any]) -> Table:
    """The table that `as_json` wrote."""
    return Table(
        kind=stored["kind"],
        headings=tuple(stored["headings"]),
        rows=tuple(TableRow(row[0], tuple(row[2:]), row[1]) for row in stored["rows"]),
        faults=tuple(Fault(**fault) for fault in stored["faults"]),
        notes=tuple(stored["notes"]),
        is_known=stored["is_known"],
        schools=tuple((school, name) for school, name in stored["schools"]),
    )


def known_table(
    kind: str,
    rows: Iterable[tuple[int, str, Mapping[str, str]]],
    faults: Iterable[Fault] = (),
    notes: Iterable[str] = (),
    schools: Iterable[tuple[str, str]] = (),
) -> Table:
    """A table under our own headings. `rows` are the line, the file of an archive, and the fields' values."""
    found = list(rows)
    headings = tuple(dict.fromkeys(name for _, _, values in found for name in values))
    cells = tuple(
        TableRow(line, tuple(values.get(name, "") for name in headings), where)
        for line, where, values in found
    )
    return Table(kind, headings, cells, tuple(faults), tuple(notes), is_known=True, schools=tuple(schools))
