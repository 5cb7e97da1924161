"""Every kind of file becomes one table: headings, and rows with their line in the file."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from belisha.imports.files.row import LineFault
from belisha.imports.files.text_cleaning import fold_heading

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

    `kind` is how it was written ("csv", "xlsx", "ctf", "oneroster", "sds", "push"); `is_known` says that the
    headings are ours and nobody has to say what they mean; `schools` are those that the file speaks of, their
    id in it and
    their name: the column `ORG` has those of each row. `is_delta`: the file holds only what has changed, so
    that nobody is missing from it and no role ends by not being named.
    """

    kind: str
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    faults: tuple[LineFault, ...] = ()
    notes: tuple[str, ...] = ()
    is_known: bool = False
    schools: tuple[tuple[str, str], ...] = ()
    is_delta: bool = False

    @property
    def fingerprint(self) -> str:
        """Return what tells files with the same columns from others: 64 hex digits."""
        joined = "\x1f".join([self.kind, *map(fold_heading, self.headings)])
        return hashlib.sha256(joined.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Return the table as values that JSON can hold."""
        return {
            "kind": self.kind,
            "headings": list(self.headings),
            "rows": [[row.line, row.where, *row.cells] for row in self.rows],
            "faults": [asdict(fault) for fault in self.faults],
            "notes": list(self.notes),
            "is_known": self.is_known,
            "schools": [list(school) for school in self.schools],
            "is_delta": self.is_delta,
        }


def table_from(stored: Mapping[str, Any]) -> Table:
    """Return the table that `as_json` wrote."""
    return Table(
        kind=stored["kind"],
        headings=tuple(stored["headings"]),
        rows=tuple(TableRow(row[0], tuple(row[2:]), row[1]) for row in stored["rows"]),
        faults=tuple(LineFault(**fault) for fault in stored["faults"]),
        notes=tuple(stored["notes"]),
        is_known=stored["is_known"],
        schools=tuple((school, name) for school, name in stored["schools"]),
        is_delta=stored.get("is_delta", False),
    )


def known_table(
    kind: str,
    rows: Iterable[tuple[int, str, Mapping[str, str]]],
    faults: Iterable[LineFault] = (),
    notes: Iterable[str] = (),
    schools: Iterable[tuple[str, str]] = (),
    *,
    is_delta: bool = False,
) -> Table:
    """Return a table under our own headings from rows: line, file of an archive, and the fields' values."""
    found = list(rows)
    headings = tuple(dict.fromkeys(name for _, _, values in found for name in values))
    cells = tuple(
        TableRow(line, tuple(values.get(name, "") for name in headings), where)
        for line, where, values in found
    )
    return Table(
        kind,
        headings,
        cells,
        tuple(faults),
        tuple(notes),
        is_known=True,
        schools=tuple(schools),
        is_delta=is_delta,
    )
