"""Parts of a plain page: text, tables, lists of links, forms. `base/parts_page.html` draws them in order.

Rooms whose pages are lists and forms describe them here instead of writing the same HTML again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

# A table of more columns takes the whole width.
WIDE = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: text, perhaps a link, perhaps a tag in a colour of GOV.UK's ("red", "green")."""

    text: str
    href: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class TextPart:
    """A heading with paragraphs. `is_inset`: set off by a line, as what to notice."""

    heading: str = ""
    paragraphs: Sequence[str] = ()
    is_inset: bool = False
    kind: str = field(default="text", init=False)


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table under its heading; `empty` is said where it has no rows. A cell is text or a `Cell`."""

    heading: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    empty: str = "None."
    lead: str = ""
    kind: str = field(default="table", init=False)

    @property
    def is_wide(self) -> bool:
        """Return whether it needs the whole width of a page."""
        return len(self.heads) > WIDE and bool(self.rows)

    @property
    def is_pair(self) -> bool:
        """Return whether it has two columns, which fit beside each other on a phone."""
        return len(self.heads) <= 2


@dataclass(frozen=True, slots=True)
class LinksPart:
    """Links, each with a line about it: (words, address, what is there)."""

    heading: str
    links: Sequence[tuple[str, str, str]]
    kind: str = field(default="links", init=False)


@dataclass(frozen=True, slots=True)
class PicturePart:
    """A chart, with the table of its figures following it."""

    picture: Markup
    kind: str = field(default="picture", init=False)


@dataclass(frozen=True, slots=True)
class FormPart:
    """A Django form, or only a button. `do` is the value of its button; `warning` makes it red.

    `is_get`: it only looks something up. `action` is where it is sent; this page by default.
    """

    button: str
    form: Any = None
    heading: str = ""
    lead: str = ""
    do: str = ""
    action: str = ""
    hidden: Sequence[tuple[str, str]] = ()
    is_secondary: bool = False
    is_warning: bool = False
    is_get: bool = False
    kind: str = field(default="form", init=False)


Part = TextPart | TablePart | LinksPart | PicturePart | FormPart


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page: its heading, a lead, the way back (words, address), its parts, and what was refused."""

    title: str
    parts: Sequence[Part]
    lead: str = ""
    back: tuple[str, str] | None = None
    refused: str = ""
    tag: tuple[str, str] | None = None

    @property
    def forms(self) -> list[Any]:
        """Return the forms with errors."""
        return [
            part.form for part in self.parts if isinstance(part, FormPart) and part.form and part.form.errors
        ]

    @property
    def has_error(self) -> bool:
        """Return whether something on the page is wrong."""
        return bool(self.refused or self.forms)

    @property
    def status(self) -> int:
        """Return the status to answer with."""
        return 400 if self.has_error else 200
