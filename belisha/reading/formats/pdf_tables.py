"""Find ruled tables on a page of a PDF: a grid of drawn lines, and the text in each of its cells."""

import re
from ctypes import byref, c_float
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from belisha.reading.formats.text import cleaned, without_bullet

_STRAIGHT = 1.5
_NEAR = 4.0
_TOUCHING = 6.0
_SHORTEST = 8.0
_MOST_SEGMENTS = 4_000
_MOST_RULES = 700
_FEWEST_ROWS = 2
SHORT_TEXT = 6
_LINE, _MOVE = 0, 2  # FPDF_SEGMENT_LINETO, FPDF_SEGMENT_MOVETO


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def touches(self, other: "Box") -> bool:
        """Return whether another box is no further than a few points away."""
        return (
            self.left - _TOUCHING <= other.right
            and other.left - _TOUCHING <= self.right
            and self.bottom - _TOUCHING <= other.top
            and other.bottom - _TOUCHING <= self.top
        )


@dataclass(frozen=True, slots=True)
class PdfTable:
    """A table: where it is, its rows from the top, each with the text of its cells, and where each row is."""

    box: Box
    rows: tuple[tuple[str, ...], ...]
    bands: tuple[Box, ...]


def tables_on(page: Any, text_page: Any) -> list[PdfTable]:
    """Return the ruled tables of a page that have two columns and two rows or more."""
    rules = _rules(page)
    if len(rules) > _MOST_RULES:
        return []
    found = []
    for group in _connected(rules):
        table = _table(group, text_page)
        if table is not None:
            found.append(table)
    return found


def _rules(page: Any) -> list[Box]:
    """Return the straight lines that are drawn on a page, also those of boxes, each once."""
    found: dict[tuple[int, int, int, int], Box] = {}
    left = _MOST_SEGMENTS
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2):
        count = raw.FPDFPath_CountSegments(item.raw)
        left -= max(count, 0)
        if left < 0:
            break
        matrix = item.get_matrix()
        for rule in _straight(item.raw, count, matrix):
            key = (round(rule.left / 2), round(rule.bottom / 2), round(rule.right / 2), round(rule.top / 2))
            found.setdefault(key, rule)
    return list(found.values())


def _straight(path: Any, count: int, matrix: Any) -> list[Box]:
    """Return the upright and level pieces of a path."""
    found: list[Box] = []
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        x, y = c_float(), c_float()
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        here = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == _MOVE:
            points = [here]
            continue
        if kind == _LINE and points:
            _add(points[-1], here, found)
        points.append(here)
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            _add(here, points[0], found)
    return found


def _add(one: tuple[float, float], other: tuple[float, float], found: list[Box]) -> None:
    wide, high = abs(one[0] - other[0]), abs(one[1] - other[1])
    if min(wide, high) <= _STRAIGHT and max(wide, high) >= _SHORTEST:
        found.append(
            Box(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))
        )


def _connected(rules: list[Box]) -> list[list[Box]]:
    """Return the rules in groups that touch each other."""
    groups: list[list[Box]] = []
    for rule in rules:
        near = [group for group in groups if any(rule.touches(each) for each in group)]
        merged = [rule, *(each for group in near for each in group)]
        groups = [group for group in groups if group not in near]
        groups.append(merged)
    return groups


def _table(rules: list[Box], text_page: Any) -> PdfTable | None:
    box = Box(
        min(each.left for each in rules),
        min(each.bottom for each in rules),
        max(each.right for each in rules),
        max(each.top for each in rules),
    )
    level = [each for each in rules if each.top - each.bottom <= _STRAIGHT]
    upright = [each for each in rules if each.right - each.left <= _STRAIGHT]
    heights = [
        y
        for y in _clusters([each.bottom for each in level])
        if sum(each.right - each.left for each in level if abs(each.bottom - y) <= _NEAR)
        >= 0.5 * (box.right - box.left)
    ]
    bands = [Box(box.left, low, box.right, high) for low, high in pairwise(heights)]
    rows: list[tuple[str, ...]] = []
    above: list[tuple[Box, str]] = []
    for band in reversed(bands):
        cells = _cells(band, upright)
        texts = []
        for cell in cells:
            held = next((each for each in above if _goes_on(cell, each[0], level)), None)
            whole = cell if held is not None else _to_its_end(cell, heights, level)
            said = _text_in(whole, text_page) if held is None else held[1]
            texts.append((cell, said, held is None or len(said.split()) <= SHORT_TEXT))
        above = [(cell, said) for cell, said, _ in texts]
        rows.append(tuple(said if is_shown else "" for _, said, is_shown in texts))
    is_table = sum(len(row) > 1 for row in rows) >= _FEWEST_ROWS and any(any(row) for row in rows)
    return PdfTable(box, tuple(rows), tuple(reversed(bands))) if is_table else None


def _cells(band: Box, upright: list[Box]) -> list[Box]:
    """Return the cells of a band, between the upright rules that cross it."""
    middle = (band.bottom + band.top) / 2
    edges = _clusters([each.left for each in upright if each.bottom < middle < each.top])
    cells = [Box(one, band.bottom, other, band.top) for one, other in pairwise(edges)]
    return [each for each in cells if each.right - each.left >= _SHORTEST]


def _is_closed(cell: Box, height: float, level: list[Box]) -> bool:
    """Return whether a level rule goes through the middle of a cell's width at a height."""
    middle = (cell.left + cell.right) / 2
    return any(abs(each.bottom - height) <= _NEAR and each.left <= middle <= each.right for each in level)


def _goes_on(cell: Box, above: Box, level: list[Box]) -> bool:
    """Return whether a cell is one with the cell above it: no rule is drawn between them."""
    same = abs(cell.left - above.left) <= _NEAR and abs(cell.right - above.right) <= _NEAR
    return same and not _is_closed(cell, cell.top, level)


def _to_its_end(cell: Box, heights: list[float], level: list[Box]) -> Box:
    """Return a cell down to the rule that closes it."""
    ends = [each for each in heights if each <= cell.bottom and _is_closed(cell, each, level)]
    return Box(cell.left, max(ends, default=cell.bottom), cell.right, cell.top)


def _clusters(values: list[float]) -> list[float]:
    """Return numbers that are more than a few points apart, in order."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _text_in(cell: Box, text_page: Any) -> str:
    """Return the text of a cell; lines that begin anew are parted by a semicolon."""
    said = text_page.get_text_bounded(cell.left, cell.bottom, cell.right, cell.top)
    lines = [cleaned(line) for line in re.split(r"[\r\n]+", said.replace("\ufffe", "").replace("\x02", ""))]
    text = ""
    for line in filter(None, lines):
        bare, has_bullet = without_bullet(line)
        begins = has_bullet or (bare[:1].isupper() and text[-1:].isalnum())
        joint = "" if not text else "; " if begins and text[-1:] not in ".;:," else " "
        text += joint + (bare or line)
    return text
