"""What reading passes on: blocks of a document in their order, and the clauses proposed from them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

# Told while a document is read: what is read, how much of it is done, of how much, and clauses found so far.
Tell = Callable[[str, int, int, int], None]
UNSURE = 0.6  # a clause under this confidence is looked at first


def tell_nobody(stage: str, done: int, of: int, found: int) -> None:
    """Take a report and do nothing with it."""


class DocumentError(ValueError):
    """A document that cannot be read. The message says what is wrong and what to do."""


class NoTextError(DocumentError):
    """A document of pictures: `pages` are those that a program for scanned text could read."""

    def __init__(self, message: str, pages: tuple[int, ...] = ()) -> None:
        super().__init__(message, pages)
        self.message, self.pages = message, pages

    def __str__(self) -> str:
        return self.message


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CONTROL = "control"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class DocumentBlock:
    """A paragraph, heading, list item or table row, with the place where it stands.

    `level` is the depth of a heading or list item, from 1. `number` is what Word would print before it.
    `marks` are pairs of an offset in the text and the line of the file that begins there. A row has its
    `cells` and the `head` of its table; its text is the cells joined.
    """

    kind: BlockKind
    text: str
    level: int = 0
    number: str = ""
    page: int = 0
    line: int = 0
    cells: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    is_bold: bool = False
    marks: tuple[tuple[int, int], ...] = ()

    def line_at(self, offset: int) -> int:
        """Return the line of the file in which this offset of the text stands."""
        found = self.line
        for start, line in self.marks:
            if start > offset:
                break
            found = line
        return found


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the file that are not in the blocks, and why."""

    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read: its blocks in order, what was left out, and what to tell the reader.

    `words_in` counts the words of the file, `words_placed` those in blocks and in what was left out.
    `tracked` counts tracked changes; `accepted` says which of the two texts was read. `pictured` are pages
    without text; `scanned` are those read from their picture, with how sure it is from 0 to 1.
    """

    format: str
    blocks: tuple[DocumentBlock, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    pages: int = 0
    words_in: int = 0
    words_placed: int = 0
    tracked: int = 0
    accepted: bool = True
    title: str = ""
    control: tuple[tuple[str, str], ...] = ()
    pictured: tuple[int, ...] = ()
    scanned: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedClause:
    """A clause proposed from a document. `confidence` is from 0 to 1; under UNSURE somebody looks first."""

    text: str
    modality: str
    actors: tuple[str, ...] = ()
    action: str = ""
    towards: tuple[str, ...] = ()
    when: str = ""
    unless: str = ""
    then: str = ""
    cites: tuple[str, ...] = ()
    confidence: float = 0.0
    page: int = 0
    line: int = 0
    number: str = ""
    section: str = ""
    lead_in: str = ""
    doubts: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with the clauses proposed from it."""

    document: Document
    clauses: tuple[ProposedClause, ...]
