"""Excel workbooks (`.xlsx`), as the systems of schools write them. Every cell becomes text, as
it is shown.
"""

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from belisha.imports.files.csv_file import Line, table_of_lines
from belisha.imports.files.fields import known_headings
from belisha.imports.files.file_types import AS_CSV
from belisha.imports.files.limits import LARGEST_UNPACKED, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from belisha.imports.files.row import LineFault, UnreadableFileError, shortened
from belisha.imports.files.table import Table

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

DAMAGED = f"This Excel workbook is damaged or locked with a password. Open it, save it anew, or: {AS_CSV}"
# A format that shows leading noughts, such as 000000 or "T"0000.
NOUGHTS = re.compile(r'(?:"([^"]*)")?(0+)(?:"([^"]*)")?(?:;.*)?')
LOOKED_AT = 10


def is_workbook(names: list[str]) -> bool:
    """Return whether the files of an archive are those of a workbook."""
    return "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)


def read_xlsx(data: bytes) -> Table:
    """Return the table of the sheet that looks most like a list of people; what is hidden is read too.

    Raise UnreadableFileError if the workbook cannot be opened, is far too large, or holds no list.
    """
    _refuse_too_large(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that are of no use here
            book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
            sheets = [sheet for sheet in book.worksheets if sheet.max_row]
            lines = {sheet.title: _lines_of(sheet) for sheet in sheets}
    except UnreadableFileError:
        raise
    except Exception as error:  # the library raises whatever a damaged part of a workbook leads to
        raise UnreadableFileError(DAMAGED) from error
    best = max(sheets, key=lambda sheet: _likely(sheet, lines[sheet.title]), default=None)
    if best is None or not lines[best.title]:
        message = "The Excel workbook has no list in it. Look into the file before you choose it here."
        raise UnreadableFileError(message)
    kept, faults = _without_long(lines[best.title])
    notes = (*_said_of_sheets(best, sheets, lines), *_said_of_hidden(best))
    return table_of_lines("xlsx", kept, faults, notes)


def _refuse_too_large(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableFileError(DAMAGED) from error
    if size > LARGEST_UNPACKED * 2:
        most = LARGEST_UNPACKED * 2 // 1024**2
        message = f"The Excel workbook unpacks to more than {most} MB. Nothing of it was read. {AS_CSV}"
        raise UnreadableFileError(message)


def _lines_of(sheet: "Worksheet") -> list[Line]:
    """Return the lines of a sheet that hold anything, with their numbers."""
    if sheet.max_row > MOST_ROWS + LOOKED_AT and sheet.max_column <= 1:
        return []
    found: list[Line] = []
    merged = _merged_down(sheet)
    for number, row in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, MOST_COLUMNS + 1)), start=1):
        cells = [text_of(cell) for cell in row]
        for place, text in merged.get(number, ()):
            cells[place] = cells[place] or text
        if not any(cells):
            continue
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            message = f"Line {number} has more than {MOST_COLUMNS} columns. Export fewer."
            raise UnreadableFileError(message)
        found.append((number, cells[:MOST_COLUMNS]))
        if len(found) > MOST_ROWS + 1:
            message = f"The file has more than {MOST_ROWS:,} lines. Export one school at a time."
            raise UnreadableFileError(message)
    return found


def _merged_down(sheet: "Worksheet") -> dict[int, list[tuple[int, str]]]:
    """Return what cells that are merged over several lines say on each of these, by line: place and text."""
    found: dict[int, list[tuple[int, str]]] = {}
    for area in sheet.merged_cells.ranges:
        text = text_of(sheet.cell(area.min_row, area.min_col))
        rows = range(area.min_row + 1, area.max_row + 1) if text else range(0)
        for row in rows:
            found.setdefault(row, []).append((area.min_col - 1, text))
    return found


def text_of(cell: "Cell | MergedCell") -> str:
    """Return what the cell shows, as text: noughts before a number stay, a day is written year first."""
    value: Any = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return _day(value)


def _number(value: float, shown_as: str) -> str:
    if not float(value).is_integer():
        return f"{value:.10g}"
    whole = str(int(value))
    found = NOUGHTS.fullmatch(shown_as)
    if found and value >= 0:
        return f"{found[1] or ''}{whole.zfill(len(found[2]))}{found[3] or ''}"
    return whole


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "seconds")
    return (
        value.isoformat()
        if isinstance(value, date | time)
        else str(value)
        if isinstance(value, timedelta)
        else ""
    )


def _likely(sheet: "Worksheet", lines: list[Line]) -> tuple[int, bool, int]:
    known = max((known_headings(cells) for _, cells in lines[:LOOKED_AT]), default=0)
    return known, sheet.sheet_state == "visible", len(lines)


def _without_long(lines: list[Line]) -> tuple[list[Line], list[LineFault]]:
    kept, faults = [], []
    for number, cells in lines:
        long = next((cell for cell in cells if len(cell) > LONGEST_CELL), None)
        if long is None:
            kept.append((number, cells))
        else:
            expected = f"at most {LONGEST_CELL:,} letters in a cell"
            faults.append(LineFault(number, "", shortened(long), expected, "Shorten the cell."))
    return kept, faults


def _said_of_sheets(best: "Worksheet", sheets: "list[Worksheet]", lines: dict[str, list[Line]]) -> list[str]:
    others = [f"“{shortened(sheet.title)}”" for sheet in sheets if sheet is not best and lines[sheet.title]]
    if not others:
        return []
    was = "sheet was" if len(others) == 1 else "sheets were"
    return [f"The sheet “{shortened(best.title)}” is read. Another {was} not: {', '.join(others[:8])}."]


def _said_of_hidden(sheet: "Worksheet") -> list[str]:
    hidden = sum(1 for dimension in sheet.row_dimensions.values() if dimension.hidden)
    if not hidden:
        return []
    words = (
        "1 line is hidden in the workbook and was"
        if hidden == 1
        else f"{hidden} lines are hidden in the workbook and were"
    )
    return [f"{words} read too. Delete hidden lines that you do not want here."]
