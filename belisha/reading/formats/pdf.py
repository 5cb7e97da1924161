"""Read PDF with PDFium: lines with their place and type, then paragraphs; headers and footers set aside."""

from __future__ import annotations

import io
import re
from collections import Counter
from ctypes import byref, c_double
from typing import Any

import pypdfium2
from pypdfium2 import raw

from belisha.reading.formats.pdf_blocks import Line, blocks_of, with_marks
from belisha.reading.formats.pdf_notes import Typed, typed_on
from belisha.reading.formats.pdf_tables import Box, PdfTable, tables_on
from belisha.reading.formats.scanned import scanned_lines
from belisha.reading.formats.text import cleaned, count_words
from belisha.reading.values import Document, DocumentError, LeftOut, NoTextError, Tell, tell_nobody

MOST_PAGES = 600
_EDGE = 5
LONGEST_HEAD = 9
_PLAIN_WEIGHT = 400
_DIGITS = re.compile(r"\d+")
DOTS_AN_INCH, MOST_DOTS = 200, 3_000
_NO_TEXT = (
    "The pages are pictures: there is no text in the file. Choose the Word file that it was made "
    "from, or have the pages read by a program for scanned text (OCR) and choose what it saves."
)
_TOO_MANY = (
    "The file has {pages} pages; at most {most} can be read. Choose the policy alone, without appendices."
)


def read_pdf(data: bytes, recognised: tuple[tuple[int, str], ...] = (), tell: Tell = tell_nobody) -> Document:
    """Return a PDF's text in the order of reading. Raise DocumentError if it has none.

    `recognised` is what Tesseract read on pages that are pictures: the number of each, and its table.
    """
    opened = _opened(data)
    try:
        pages = len(opened)
        if pages > MOST_PAGES:
            raise DocumentError(_TOO_MANY.format(pages=pages, most=MOST_PAGES))
        found = []
        for index in range(pages):
            found.append(_lines(opened[index], index + 1))
            tell("pages", index + 1, pages, 0)
        sizes = [opened.get_page_size(number - 1) for number, _ in recognised]
    finally:
        opened.close()
    sure: list[tuple[int, float]] = []
    for (number, table), (width, height) in zip(recognised, sizes, strict=True):
        read, certainty = scanned_lines(table, number, width, height)
        if read:
            found[number - 1] = (read, sum(count_words(line.text) for line in read))
            sure.append((number, certainty))
    lines, words_in = [page for page, _ in found], sum(words for _, words in found)
    empty = tuple(index + 1 for index, page in enumerate(lines) if not page)
    if words_in < 20:
        raise NoTextError(_NO_TEXT, tuple(range(1, pages + 1)))
    kept, furniture = _without_furniture(lines)
    notes = (f"No text on page {', '.join(map(str, empty))}: what is there is a picture.",) if empty else ()
    blocks = blocks_of([line for page in kept for line in _ordered(page)], furniture)
    placed = sum(count_words(f"{block.number} {block.text}") for block in blocks)
    left = [LeftOut("header or footer", text) for text in furniture]
    return Document(
        format="pdf",
        blocks=tuple(blocks),
        left_out=tuple(left),
        notes=notes,
        pages=pages,
        words_in=words_in,
        words_placed=min(words_in, placed + _words_of(lines) - _words_of(kept)),
        pictured=empty,
        scanned=tuple(sure),
    )


def draw_page(data: bytes, number: int) -> bytes:
    """Return a page as a grey PNG of 200 dots an inch, at most 3,000 dots long. Raise DocumentError."""
    opened = _opened(data)
    try:
        page = opened[number - 1]
        scale = min(DOTS_AN_INCH / 72, MOST_DOTS / max(1.0, *page.get_size()))
        drawn = io.BytesIO()
        page.render(scale=scale, grayscale=True).to_pil().save(drawn, "PNG", compress_level=1)
    finally:
        opened.close()
    return drawn.getvalue()


def _words_of(pages: list[list[Line]]) -> int:
    return sum(count_words(line.text) for page in pages for line in page)


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            message = (
                "The file is protected with a password. Save it without the password, and choose it again."
            )
        else:
            message = (
                "The file is cut short or is no PDF. Save or download it again, and choose the new file."
            )
        raise DocumentError(message) from error


def _lines(page: Any, number: int) -> tuple[list[Line], int]:
    """Return the lines of a page in the order in which the file draws them, and its number of words."""
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        text = text_page.get_text_range() if count else ""
        found: list[Line] = []
        start = 0
        for piece in text.split("\r\n"):
            line = _line(text_page, piece, start, count, number)
            start += len(piece) + 2
            if line is not None:
                _add(line, found)
        words = sum(count_words(line.text) for line in found)
        found = _with_rows(with_marks(found), tables_on(page, text_page), number)
        for typed in typed_on(page):
            _add_typed(typed, found, number)
            words += count_words(typed.text)
        return found, words
    finally:
        text_page.close()
        page.close()


def _with_rows(lines: list[Line], tables: list[PdfTable], page: int) -> list[Line]:
    """Return the lines with those of each table replaced by its rows."""
    for table in tables:
        inside = [line for line in lines if _is_inside(line, table.box)]
        if not inside:
            continue
        place = lines.index(inside[0])
        rest = [line for line in lines if not _is_inside(line, table.box)]
        head = _head_of(table.rows)
        rows = [
            Line(
                " | ".join(filter(None, row)), page, box.left, box.right, box.bottom, box.top, 0, 0, row, head
            )
            for row, box in zip(table.rows, table.bands, strict=True)
            if any(row)
        ]
        lines = [*rest[:place], *rows, *rest[place:]]
    return lines


def _is_inside(line: Line, box: Box) -> bool:
    return not line.cells and box.holds((line.left + line.right) / 2, (line.bottom + line.top) / 2)


def _head_of(rows: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return the row that names the columns: the first, or the second under a title; nothing if none does."""
    first = rows[1] if len(rows[0]) < len(rows[1]) else rows[0]
    filled = [cell for cell in first if cell]
    is_head = len(filled) * 2 >= len(first) > 1 and all(len(cell.split()) <= LONGEST_HEAD for cell in filled)
    return first if is_head else ()


def _line(text_page: Any, piece: str, start: int, count: int, page: int) -> Line | None:
    bare = piece.strip()
    if not bare:
        return None
    first = start + len(piece) - len(piece.lstrip())
    last = min(first + len(bare) - 1, count - 1)
    if first >= count:
        return None
    left, right = _box(text_page, first)[0], _box(text_page, last)[2]
    middle = first + _printed(bare)
    middle = min(middle, count - 1)
    bottom = _baseline(text_page, middle)
    size = _height(text_page, middle)
    text = bare.replace("\ufffe", "\u00ad").replace("\x02", "\u00ad")
    hyphen = text.endswith("\u00ad")
    text = cleaned(text) + ("\u00ad" if hyphen else "")
    weight = int(raw.FPDFText_GetFontWeight(text_page.raw, middle))
    return Line(text, page, left, right, bottom, bottom + size * 0.75, size, weight)


def _height(text_page: Any, index: int) -> float:
    found = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text_page.raw, index, byref(found))
    return float(abs(found.top - found.bottom)) * 0.87


def _baseline(text_page: Any, index: int) -> float:
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(text_page.raw, index, byref(x), byref(y))
    return y.value


def _box(text_page: Any, index: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(text_page.raw, index, byref(left), byref(right), byref(bottom), byref(top))
    return left.value, bottom.value, right.value, top.value


def _add(line: Line, found: list[Line]) -> None:
    """Add a line, or join it to the one before where both stand on one height, side by side."""
    before = found[-1] if found else None
    if before is not None:
        same = min(before.top, line.top) - max(before.bottom, line.bottom) > 0.5 * min(
            before.top - before.bottom, line.top - line.bottom
        )
        if same and -2 < line.left - before.right < 24:
            joint = "" if before.text.endswith("\u00ad") else " "
            before.text = before.text.rstrip("\u00ad") + joint + line.text
            before.right = max(before.right, line.right)
            before.bottom, before.top = min(before.bottom, line.bottom), max(before.top, line.top)
            return
    found.append(line)


def _add_typed(typed: Typed, found: list[Line], page: int) -> None:
    """Put what was typed on a page behind the words on its height, otherwise before the next lower line."""
    middle = (typed.bottom + typed.top) / 2
    beside = [
        line
        for line in found
        if line.bottom - 2 < middle < line.top + 2 and line.right <= typed.left + 2 and not line.cells
    ]
    if beside:
        nearest = max(beside, key=lambda line: line.right)
        nearest.text, nearest.right = f"{nearest.text} {typed.text}", typed.right
        return
    size = min(12.0, typed.top - typed.bottom)
    made = Line(
        typed.text, page, typed.left, typed.right, middle - size / 2, middle + size / 2, size, _PLAIN_WEIGHT
    )
    place = next((index for index, line in enumerate(found) if line.top < middle), len(found))
    found.insert(place, made)


def _printed(text: str) -> int:
    """Return the offset of a letter near the middle: spaces have no size."""
    middle = len(text) // 2
    return next((index for index in range(middle, len(text)) if text[index].isalnum()), 0)


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.text.lower())


def _without_furniture(pages: list[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Set aside lines that stand near the edge of many pages, and lone page numbers."""
    edges: list[list[Line]] = []
    for page in pages:
        by_height = sorted(page, key=lambda line: -line.top)
        edges.append(by_height[:_EDGE] + by_height[-_EDGE:] if len(by_height) > 2 * _EDGE else by_height)
    many = Counter(key for edge in edges for key in {(_key(line), round(line.bottom / 6)) for line in edge})
    least = max(2, len(pages) // 2)
    repeated = {key for (key, _), count in many.items() if count >= least and len(pages) > 1}
    kept: list[list[Line]] = []
    furniture: dict[str, None] = {}
    for page, edge in zip(pages, edges, strict=True):
        near = {id(line) for line in edge}
        dropped = {
            id(line)
            for line in page
            if id(line) in near
            and (
                _key(line) in repeated or re.fullmatch(r"(page )?#( ?(of|/|\|) ?#)?( ?\| ?page)?", _key(line))
            )
        }
        kept.append([line for line in page if id(line) not in dropped])
        for line in page:
            if id(line) in dropped:
                furniture.setdefault(_DIGITS.sub("#", line.text) if _key(line) in repeated else line.text)
    return kept, list(furniture)


def _ordered(page: list[Line]) -> list[Line]:
    """Return lines as read: a piece that was drawn late goes to its height, columns stay as drawn."""
    result: list[Line] = []
    for line in page:
        place = len(result)
        if result and not line.cells and line.bottom > result[-1].top + 30 and not _is_beside(line, result):
            place = next((i for i, each in enumerate(result) if each.top < line.bottom), len(result))
        result.insert(place, line)
    return result


def _is_beside(line: Line, others: list[Line]) -> bool:
    """Return whether a line begins a column: others stand on its height, to its left."""
    return any(each.right < line.left and each.bottom < line.top for each in others)
