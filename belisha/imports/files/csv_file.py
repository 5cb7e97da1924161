"""A table out of text with separators, as SIMS, Arbor, Bromcom and every spreadsheet export it."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence

from belisha.imports.files.decoding import DecodedText, decode
from belisha.imports.files.fields import known_headings
from belisha.imports.files.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from belisha.imports.files.report_headings import is_group_heading
from belisha.imports.files.row import LineFault, UnreadableFileError, shortened
from belisha.imports.files.table import Table, TableRow

SEPARATORS = ",;\t|"
LOOKED_AT = 25
Line = tuple[int, list[str]]


def read_csv(data: bytes, *, may_be_empty: bool = False) -> Table:
    """Return the table in the bytes of a CSV file. What is wrong with a line is among its faults.

    Raise UnreadableFileError if there is no table at all, or nobody in it unless it `may_be_empty`.
    """
    decoded = decode(data)
    return read_text(decoded.text, notes=_said_of(decoded), may_be_empty=may_be_empty)


def read_text(text: str, notes: tuple[str, ...] = (), *, may_be_empty: bool = False) -> Table:
    """Return the table in the text of a CSV file. Raise UnreadableFileError if there is none."""
    body, separator, skipped = _separator_of(text)
    lines, faults = _lines_of(body, separator, skipped)
    if not lines:
        message = (
            "The file has no lines. Export the roll again, and look into the file before you choose it here."
        )
        raise UnreadableFileError(message)
    return table_of_lines("csv", lines, faults, notes, may_be_empty=may_be_empty)


def table_of_lines(
    kind: str,
    lines: Sequence[Line],
    faults: Sequence[LineFault],
    notes: tuple[str, ...] = (),
    *,
    may_be_empty: bool = False,
) -> Table:
    """Return the table of lines with their numbers: the headings are looked for in the first ten.

    Raise UnreadableFileError if nobody stands under the headings, unless it `may_be_empty`.
    """
    place = _heading_place(lines)
    headings = _headings(lines[place][1])
    rows, ragged = _rows_under(headings, lines[place + 1 :])
    faults = [fault for fault in faults if fault.line > lines[place][0]]
    if not (rows or faults or ragged or may_be_empty):
        message = (
            f"The file has headings (“{shortened(', '.join(headings))}”) and nobody under them. "
            "Export the roll again, with the people on it."
        )
        raise UnreadableFileError(message)
    above, _ = _rows_under(headings, _group_above(lines[:place]))
    return Table(kind, headings, (*above, *rows), (*faults, *ragged), notes)


def _said_of(decoded: DecodedText) -> tuple[str, ...]:
    """Return what is to be said of lines that are written in another encoding than the rest."""
    odd = decoded.odd_lines
    if decoded.encoding != "mixed":
        return ()
    some = ", ".join(map(str, odd[:8])) + (" and others" if len(odd) > 8 else "")
    lines = f"{'Line' if len(odd) == 1 else 'Lines'} {some} of the file"
    said = (
        f"{lines}: letters with accents are written in another way than on the other lines. They are read as "
        "Windows writes them. Look at the names there."
    )
    return (said,)


def _separator_of(text: str) -> tuple[str, str, int]:
    """Return the text to read, its separator, and how many lines before it were skipped."""
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"').lower()
    if told.startswith("sep=") and len(told) == 5 and told[4] in ",;|":
        return rest, told[4], 1
    start = "\n".join(text.split("\n", LOOKED_AT)[:LOOKED_AT])
    return text, max(SEPARATORS, key=lambda separator: _likely(start, separator)), 0


def _likely(start: str, separator: str) -> tuple[int, int, int]:
    rows = [cells for _, cells in _parse(start, separator)]
    counts = Counter(len(cells) for cells in rows if any(cells))
    width, times = max(counts.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
    return max(map(known_headings, rows), default=0), times if width > 1 else 0, width


def _parse(text: str, separator: str) -> Iterator[Line]:
    """Yield each line with its number: that of its beginning, where a cell goes over several."""
    flat = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(_split(flat), delimiter=separator)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell longer than the module reads: a quotation mark that nothing closes
            yield begins, ["\x00"]
            begins = reader.line_num + 1
            continue
        yield begins, [cell.strip() for cell in cells]
        begins = reader.line_num + 1


def _split(text: str) -> Iterator[str]:
    return (f"{line}\n" for line in text.split("\n"))


def _lines_of(text: str, separator: str, skipped: int) -> tuple[list[Line], list[LineFault]]:
    lines: list[Line] = []
    faults: list[LineFault] = []
    for number, cells in _parse(text, separator):
        line = number + skipped
        if not any(cells):
            continue
        long = next((cell for cell in cells if len(cell) > LONGEST_CELL or cell == "\x00"), None)
        if long is not None:
            faults.append(_endless(line, long))
            continue
        lines.append((line, cells))
        if len(lines) > MOST_ROWS + 1:
            message = f"The file has more than {MOST_ROWS:,} lines. Export one school at a time."
            raise UnreadableFileError(message)
        if len(cells) > MOST_COLUMNS:
            message = (
                f"Line {line} has {len(cells)} columns, and at most {MOST_COLUMNS} are read. Export fewer."
            )
            raise UnreadableFileError(message)
    return lines, faults


def _endless(line: int, cell: str) -> LineFault:
    value = "" if cell == "\x00" else shortened(cell)
    advice = (
        'Look for a quotation mark (") on this line that nothing closes, and mend it: lines after it are '
        "lost too."
    )
    return LineFault(line, "", value, f"at most {LONGEST_CELL:,} letters between two separators", advice)


def _group_above(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the last line above the headings that names the group of the people below, if one does."""
    return [line for line in lines if is_group_heading(line[1])][-1:]


def _heading_place(lines: Sequence[Line]) -> int:
    """Return which line holds the headings: some systems write a title and the day above them."""
    first = lines[:10]
    best = max(known_headings(cells) for _, cells in first)
    return next(place for place, (_, cells) in enumerate(first) if known_headings(cells) == best)


def _headings(cells: Sequence[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return tuple(cell[:120] or f"Column {place}" for place, cell in enumerate(cells, start=1))


def _rows_under(headings: Sequence[str], lines: Sequence[Line]) -> tuple[list[TableRow], list[LineFault]]:
    width = len(headings)
    rows, faults = [], []
    for line, cells in lines:
        beyond = [cell for cell in cells[width:] if cell]
        if beyond:
            value = shortened(", ".join(cells))
            advice = 'Often a comma stands within a name or title: put quotation marks (") around that cell.'
            faults.append(
                LineFault(
                    line, "", value, f"{width} cells, as there are headings; found {len(cells)}", advice
                )
            )
        else:
            rows.append(TableRow(line, (*cells[:width], *[""] * (width - len(cells)))))
    return rows, faults
