"""Read plain text and Markdown: lines become paragraphs, headings and list items, and keep their numbers."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from belisha.reading.formats.html import decoded
from belisha.reading.formats.text import cleaned, count_words, without_bullet, without_number
from belisha.reading.values import BlockKind, Document, DocumentBlock

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s*(={3,}|-{3,})\s*$")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))")
_EMPHASISED = re.compile(r"(\*{1,3})(?=[^\s*])[^*]*(?<=[^\s*])\1")
_LINK = re.compile(r"!?\[([^\]]*)\]\s*\([^)]*\)")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^\s*\|?[\s:|-]+\|[\s:|-]*$")
_FRONT = re.compile(r"^([\w -]+):\s*(.*)$")
_ENDED = re.compile(r"[.!?:;]['\"”’)*_]*$")
_OPEN = re.compile(
    r"(?:[,–-]|\b(?:the|a|an|of|to|and|or|for|by|with|in|on|at|from|our|its|their|is|are|must|will))$"
)
_WRAPPED, _SHORT = 60, 36


@dataclass(slots=True)
class _Lines:
    """The block that is being gathered from lines."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    number: str = ""
    text: str = ""
    line: int = 0
    marks: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, line: int) -> None:
        """Add a line's text."""
        joint = " " if self.text else ""
        self.marks.append((len(self.text) + len(joint), line))
        self.text += joint + text


@dataclass(slots=True)
class _Plain:
    blocks: list[DocumentBlock] = field(default_factory=list)
    at: _Lines | None = None
    is_wrapped: bool = False
    head: tuple[str, ...] = ()
    is_split: bool = False

    def end(self) -> None:
        """End the block that is being gathered."""
        at, self.at = self.at, None
        if at is None or not at.text:
            return
        marks = tuple(at.marks) if len(at.marks) > 1 else ()
        bare = at.text.rstrip(" :")
        is_bold = at.text.startswith(("**", "__")) and bare.endswith(("**", "__"))
        is_bold = is_bold or _EMPHASISED.fullmatch(bare) is not None
        text = at.text if marks else _unmarked(at.text)
        self.blocks.append(
            DocumentBlock(at.kind, text, at.level, at.number, line=at.line, marks=marks, is_bold=is_bold)
        )


def _unmarked(text: str) -> str:
    return cleaned(_EMPHASIS.sub("", _LINK.sub(r"\1", text)))


def read_plain(data: bytes) -> Document:
    """Return a text or Markdown file, with the line of each block."""
    text = decoded(data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    control, begins = _front_matter(lines)
    state = _Plain(is_wrapped=_is_wrapped(lines[begins:]))
    for index in range(begins, len(lines)):
        _add_line(lines, index, state)
    state.end()
    words = sum(count_words(f"{each.number} {each.text}") for each in state.blocks)
    words += sum(count_words(f"{name} {value}") for name, value, _ in control)
    return Document(
        format="text",
        blocks=(
            *(
                DocumentBlock(BlockKind.CONTROL, f"{name}: {value}", line=line)
                for name, value, line in control
                if value
            ),
            *state.blocks,
        ),
        words_in=count_words(text),
        words_placed=words,
        title=next((value for name, value, _ in control if name.lower() == "title"), ""),
        control=tuple((name, value) for name, value, _ in control),
    )


def _front_matter(lines: list[str]) -> tuple[list[tuple[str, str, int]], int]:
    if not lines or lines[0].strip() != "---":
        return [], 0
    end = next((index for index in range(1, min(60, len(lines))) if lines[index].strip() == "---"), 0)
    found = [
        (match[1].strip(), match[2].strip().strip("\"'"), index + 1)
        for index in range(1, end)
        if (match := _FRONT.match(lines[index]))
    ]
    return found, end + 1 if end else 0


def _is_wrapped(lines: list[str]) -> bool:
    """Return whether lines were broken at a width instead of at paragraphs."""
    long = [len(line.rstrip()) for line in lines if len(line.strip()) > 40]
    follows = sum(
        1
        for first, second in pairwise(lines)
        if len(first.rstrip()) > _WRAPPED - 10 and second.strip() and not without_bullet(second)[1]
    )
    return bool(long) and max(long) <= 110 and follows >= len(long) * 0.2


def _add_line(lines: list[str], index: int, state: _Plain) -> None:
    line = lines[index]
    bare = cleaned(line)
    if not bare:
        state.is_split = True
        if not _goes_on(state, lines, index):
            state.end()
        return
    if _add_marked(line, index, state):
        return
    text, has_bullet = (bare, False) if _EMPHASISED.match(bare) else without_bullet(bare)
    text, number = without_number(text)
    if has_bullet and not number:
        text = without_bullet(text)[0]
    if (
        state.at is not None
        and not has_bullet
        and not number
        and not _stands_over(state.at, bare)
        and (state.is_wrapped or state.is_split or line[:1] == " ")
    ):
        state.is_split = False
        state.at.add(_unmarked(text) if state.at.marks else text, index + 1)
        return
    state.is_split = False
    state.end()
    kind = BlockKind.ITEM if has_bullet else BlockKind.PARAGRAPH
    indent = len(line) - len(line.lstrip())
    state.at = _Lines(kind, 1 + min(indent, 12) // 2 if has_bullet else 0, number, line=index + 1)
    state.at.add(text, index + 1)


def _stands_over(at: _Lines, following: str) -> bool:
    """Return whether a short line is a title over the next: it ends long before lines are broken."""
    return (
        len(at.marks) == 1
        and len(at.text) < _SHORT
        and at.text[:1].isupper()
        and following[:1].isupper()
        and not _OPEN.search(at.text)
    )


def _add_marked(line: str, index: int, state: _Plain) -> bool:
    """Add a heading or table row that its marks show."""
    if heading := _HEADING.match(line):
        state.end()
        text, number = without_number(_unmarked(heading[2]))
        state.blocks.append(DocumentBlock(BlockKind.HEADING, text, len(heading[1]), number, line=index + 1))
        return True
    if _UNDERLINE.match(line):
        if state.at is not None and len(state.at.marks) == 1 and not state.is_split:
            state.at.kind, state.at.level = BlockKind.HEADING, 1 if "=" in line else 2
        state.end()
        return True
    cells = _cells(line)
    if cells is None:
        state.head = ()
        return False
    state.end()
    if not _RULE.match(line):
        text = " | ".join(cell for cell in cells if cell)
        state.blocks.append(DocumentBlock(BlockKind.ROW, text, line=index + 1, cells=cells, head=state.head))
        state.head = state.head or cells
    return True


def _cells(line: str) -> tuple[str, ...] | None:
    if _ROW.match(line):
        return tuple(_unmarked(cell) for cell in line.strip().strip("|").split("|"))
    if line.strip("\t ").count("\t") >= 1 and not without_bullet(line)[1] and not without_number(line)[1]:
        return tuple(_unmarked(cell) for cell in line.strip().split("\t"))
    return None


def _goes_on(state: _Plain, lines: list[str], index: int) -> bool:
    """Return whether a sentence that an empty line cuts goes on after it in small letters."""
    if state.at is None or _ENDED.search(state.at.text) or state.at.kind is BlockKind.HEADING:
        return False
    following = next((line for line in lines[index:] if line.strip()), "")
    begins = following.strip()
    return begins[:1].islower() and len(begins) > 30 and len(state.at.text) > 60
