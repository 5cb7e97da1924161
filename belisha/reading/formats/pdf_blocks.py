"""Make paragraphs, headings and items from printed lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from belisha.reading.formats.text import MARKS, cleaned, without_bullet, without_number
from belisha.reading.values import BlockKind, DocumentBlock

_ENDED = re.compile(r"[.!?:;]['\"”’)]*$")
_MARK = re.compile(rf"[{re.escape(MARKS)}o]|\(?(?:\d{{1,3}}|[a-z]|[ivx]{{1,4}})[.)]")
_BESIDE, _INDENT = 4.0, 40.0
_HEAVIER = 70


@dataclass(slots=True)
class Line:
    """A printed line: its text, page, place in points, size and weight of its type.

    A row of a table has its `cells`, and the `head` of its table.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    size: float
    weight: int
    cells: tuple[str, ...] = ()
    head: tuple[str, ...] = ()


@dataclass(slots=True)
class _Page:
    """What is usual in the document: size of type, distance of lines, right edge."""

    size: float
    gap: float
    right: float
    bold: int


@dataclass(slots=True)
class _Gathered:
    lines: list[Line] = field(default_factory=list)
    text: str = ""
    is_item: bool = False
    number: str = ""


def blocks_of(lines: list[Line], furniture: list[str]) -> list[DocumentBlock]:
    """Return the blocks of the lines; what was set aside comes at the end as document control."""
    if not lines:
        return []
    usual = _usual([line for line in lines if not line.cells])
    blocks: list[DocumentBlock] = []
    at = _Gathered()
    for line in lines:
        if line.cells:
            _end(at, usual, blocks)
            at = _Gathered()
            blocks.append(
                DocumentBlock(BlockKind.ROW, line.text, page=line.page, cells=line.cells, head=line.head)
            )
            continue
        text, has_bullet = without_bullet(line.text)
        text, number = without_number(text)
        if not at.lines or has_bullet or number or _breaks(at, line, usual):
            _end(at, usual, blocks)
            at = _Gathered([line], text, has_bullet, number)
        else:
            at.lines.append(line)
            at.text = _joined(at.text, line.text)
    _end(at, usual, blocks)
    blocks.extend(DocumentBlock(BlockKind.CONTROL, cleaned(text)) for text in furniture)
    return blocks


def with_marks(lines: list[Line]) -> list[Line]:
    """Return lines with each bullet or number that was drawn apart put before the line that it stands by."""
    left = list(lines)
    for mark in [line for line in lines if _MARK.fullmatch(line.text)]:
        beside = [
            line
            for line in left
            if line is not mark
            and abs(line.bottom - mark.bottom) < _BESIDE
            and 0 <= line.left - mark.right < _INDENT
        ]
        if beside:
            line = min(beside, key=lambda each: each.left)
            line.text, line.left = f"{mark.text} {line.text}", mark.left
            left.remove(mark)
    return left


def _usual(lines: list[Line]) -> _Page:
    if not lines:
        return _Page(12, 14, 500, 470)
    sizes = Counter(round(line.size) for line in lines for _ in range(len(line.text)))
    gaps = Counter(
        round(first.bottom - second.bottom)
        for first, second in pairwise(lines)
        if first.page == second.page and 4 < first.bottom - second.bottom < 40
    )
    weights = Counter(line.weight for line in lines for _ in range(len(line.text)))
    rights = sorted(line.right for line in lines)
    return _Page(
        sizes.most_common(1)[0][0],
        gaps.most_common(1)[0][0] if gaps else 14,
        rights[int(len(rights) * 0.9)],
        weights.most_common(1)[0][0] + _HEAVIER,
    )


def _joined(text: str, line: str) -> str:
    if text.endswith("\u00ad"):
        return text[:-1] + line
    return f"{text} {line}"


def _breaks(at: _Gathered, line: Line, usual: _Page) -> bool:
    """Return whether a line begins a new block."""
    before = at.lines[-1]
    if (before.weight >= usual.bold) != (line.weight >= usual.bold) and not line.text[:1].islower():
        return True
    if abs(before.size - line.size) > 1.6:
        return True
    ended = bool(_ENDED.search(at.text))
    if before.page != line.page:
        return ended or not (line.text[:1].islower() or len(at.text) > 60)
    gap = before.bottom - line.bottom
    if gap > usual.gap * 1.45 or gap < -usual.gap:
        return not (line.text[:1].islower() and not ended)
    if line.left > before.right or line.right < before.left:
        return True
    is_short = before.right < usual.right - 0.22 * (usual.right - before.left)
    return is_short and (ended or line.text[:1].isupper())


def _end(at: _Gathered, usual: _Page, blocks: list[DocumentBlock]) -> None:
    text = cleaned(at.text)
    if not text:
        return
    first = at.lines[0]
    is_bold = all(line.weight >= usual.bold for line in at.lines)
    is_large = first.size > usual.size + 1.4 and len(text) < 120
    if is_large and not at.is_item:
        kind, level = BlockKind.HEADING, 1 if first.size > usual.size + 4 else 2
    elif at.is_item:
        kind, level = BlockKind.ITEM, 1 + int(max(0.0, first.left - 60) // 30)
    else:
        kind, level = BlockKind.PARAGRAPH, 0
    blocks.append(DocumentBlock(kind, text, level, at.number, page=first.page, is_bold=is_bold))
