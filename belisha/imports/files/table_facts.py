"""What a table shows as a whole, so that no cell is read otherwise than its neighbours."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from belisha.imports.files.dates import DateOrder, is_ambiguous, order_of, read_date
from belisha.imports.files.fields import BY_ID, KEYS
from belisha.imports.files.row import LineFault, shortened
from belisha.imports.files.table import Table, TableRow
from belisha.imports.files.text_cleaning import (
    NOTHING_IN_WORDS,
    are_in_capitals,
    marked_columns,
    unguarded,
)

DAYS = ("from_on", "to_on")
NAMES = ("family", "given", "name", "preferred_family", "preferred_given")


@dataclass(slots=True)
class TableFacts:
    """What all rows of a table have in common. `notes` are said once for the whole file.

    `codes_like_nothing` are codes such as "NA" that stand once in their column: initials, not an empty cell.
    """

    order: DateOrder = DateOrder.UNKNOWN
    month_first: bool = False
    marked: frozenset[int] = frozenset()
    in_capitals: bool = False
    codes_like_nothing: frozenset[tuple[int, str]] = frozenset()
    notes: list[LineFault] = field(default_factory=list)


def facts_of(
    table: Table, columns: Mapping[str, int], rows: Sequence[TableRow], chosen: str = ""
) -> TableFacts:
    """Return what the rows show as a whole. `chosen` is the order of day and month that somebody chose."""
    days = [columns[name] for name in DAYS if name in columns]
    shown = order_of(unguarded(row.cells[place]) for row in rows for place in days if row.cells[place])
    order = DateOrder(chosen) if chosen else shown
    facts = TableFacts(order, order == DateOrder.MONTH_FIRST)
    facts.marked = marked_columns((row.cells for row in rows), len(table.headings))
    facts.in_capitals = are_in_capitals(
        row.cells[columns[name]]
        for name in NAMES
        if name in columns
        for row in rows
        if row.cells[columns[name]]
    )
    facts.codes_like_nothing = _codes_like_nothing(columns, rows)
    facts.notes = _notes(table, columns, rows, facts, is_chosen=bool(chosen))
    return facts


def _codes_like_nothing(columns: Mapping[str, int], rows: Iterable[TableRow]) -> frozenset[tuple[int, str]]:
    places = [columns[key] for key in KEYS if key in columns]
    counts = Counter(
        (place, row.cells[place].casefold())
        for place in places
        for row in rows
        if row.cells[place].casefold() in NOTHING_IN_WORDS
    )
    return frozenset(code for code, times in counts.items() if times == 1)


def _notes(
    table: Table, columns: Mapping[str, int], rows: Sequence[TableRow], facts: TableFacts, *, is_chosen: bool
) -> list[LineFault]:
    found = []
    if facts.order in (DateOrder.MONTH_FIRST, DateOrder.MIXED) and not is_chosen:
        found += _said_of_order(table, columns, rows, facts.order)
    if facts.in_capitals:
        first = next(row for row in rows if any(row.cells[columns[n]] for n in NAMES if n in columns))
        name = next(row for row in (first.cells[columns[n]] for n in NAMES if n in columns) if row)
        expected = "names in small and capital letters"
        advice = "They are written with small letters, such as “Ashdown”. Look at names such as “McDonald”."
        said = (first.line, "", shortened(name), expected, advice)
        found.append(LineFault(*said, stops=False, where=first.where))
    return found


def _said_of_order(
    table: Table, columns: Mapping[str, int], rows: Sequence[TableRow], order: DateOrder
) -> list[LineFault]:
    """Say once that the month comes first, or that the file has dates of both kinds."""
    for name in DAYS:
        for row in rows if name in columns else ():
            text = row.cells[columns[name]]
            if (
                text
                and not is_ambiguous(text)
                and read_date(text) is None
                and read_date(text, month_first=True)
            ):
                label = BY_ID[name].label if table.is_known else table.headings[columns[name]]
                return [
                    LineFault(row.line, label, shortened(text), *_SAID[order], stops=False, where=row.where)
                ]
    return []


_READ_MONTH_FIRST = (
    "This date can only have the month first, so all dates in figures in this file are read with the month "
    "first. If that is wrong, choose the order on the page of the columns."
)
_READ_DAY_FIRST = (
    "Some dates can only have the day first, and others only the month. They are read with the day first; "
    "those that have the month first are left out. Choose the order on the page of the columns, or export "
    "the file again."
)
_SAID = {
    DateOrder.MONTH_FIRST: ("the day before the month, as is usual here", _READ_MONTH_FIRST),
    DateOrder.MIXED: ("one order of day and month in the whole file", _READ_DAY_FIRST),
}
