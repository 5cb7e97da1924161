"""Read HTML: headings, paragraphs, lists with their numbers, tables; no menus, scripts and styles."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from belisha.reading.formats.docx_numbers import shown
from belisha.reading.formats.text import cleaned, count_words, without_bullet, without_number
from belisha.reading.values import BlockKind, Document, DocumentBlock, LeftOut

_BREAKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "dl",
        "dt",
        "dd",
        "br",
        "hr",
        "pre",
        "blockquote",
        "address",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "body",
        "html",
        "aside",
        "nav",
    ]
)
_LEFT_OUT = frozenset(
    ["script", "style", "nav", "head", "template", "noscript", "svg", "button", "select", "iframe"]
)
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"]
)
_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_BOLD = ("b", "strong")
_TABLE_TAGS = ("table", "tr", "td", "th")


@dataclass(slots=True)
class _List:
    is_ordered: bool
    next: int
    kind: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[DocumentBlock] = []
        self.left_out: list[LeftOut] = []
        self.title = ""
        self._parts: list[tuple[str, bool]] = []
        self._lists: list[_List] = []
        self._skipping = 0
        self._in_title = False
        self._heading = 0
        self._bold = 0
        self._number = ""
        self._is_item = False
        self._row: list[list[str]] | None = None
        self._head: tuple[str, ...] = ()
        self._line = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":
            self._in_title = True
        if tag in _LEFT_OUT:
            self._skipping += 1
            return
        if self._skipping:
            return
        if tag in _BREAKS:
            self._end_block()
        named = dict(attrs)
        if tag in _TABLE_TAGS:
            self._begin_table_part(tag)
        elif tag in ("ul", "ol"):
            start = named.get("start") or "1"
            kind = _TYPES.get(named.get("type") or "1", "decimal")
            self._lists.append(_List(tag == "ol", int(start) if start.isdigit() else 1, kind))
        elif tag == "li":
            self._begin_item(named)
        elif tag in _BOLD:
            self._bold += 1
        elif re.fullmatch(r"h[1-6]", tag):
            self._heading = int(tag[1])

    def _begin_table_part(self, tag: str) -> None:
        if tag == "table":
            self._head = ()
        elif tag == "tr":
            self._row = []
        elif self._row is not None:
            self._row.append([])

    def _begin_item(self, named: dict[str, str | None]) -> None:
        self._is_item = True
        if self._lists and self._lists[-1].is_ordered:
            at = self._lists[-1]
            given = named.get("value") or ""
            at.next = int(given) if given.isdigit() else at.next
            self._number = f"{shown(at.next, at.kind)}."
            at.next += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag in _LEFT_OUT:
            self._skipping = max(0, self._skipping - 1)
            return
        if self._skipping:
            return
        if tag in _BREAKS and tag not in _VOID:
            self._end_block()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._is_item = False
        elif tag in _BOLD:
            self._bold = max(0, self._bold - 1)
        elif re.fullmatch(r"h[1-6]", tag):
            self._heading = 0
        elif tag == "tr":
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        if self._skipping:
            if data.strip() and self._skipping and not self._in_title:
                self.left_out.append(LeftOut("menu, style or program of the page", cleaned(data)))
            return
        if not self._parts and data.strip():
            self._line = self.getpos()[0] + len(data[: len(data) - len(data.lstrip())].splitlines()[1:])
        self._parts.append((data, self._bold > 0))

    def _end_block(self) -> None:
        parts, self._parts = self._parts, []
        text = cleaned("".join(part for part, _ in parts))
        if not text:
            return
        if self._row is not None and self._row:
            self._row[-1].append(text)
            return
        is_bold = all(bold for part, bold in parts if part.strip())
        text, has_bullet = without_bullet(text)
        number, self._number = self._number, ""
        if not number:
            text, number = without_number(text)
        if self._heading:
            kind, level = BlockKind.HEADING, self._heading
        elif self._is_item or has_bullet:
            kind, level = BlockKind.ITEM, max(1, len(self._lists))
        else:
            kind, level = BlockKind.PARAGRAPH, 0
        self.blocks.append(DocumentBlock(kind, text, level, number, line=self._line, is_bold=is_bold))

    def _end_row(self) -> None:
        self._end_block()
        row, self._row = self._row, None
        cells = tuple("\n".join(cell) for cell in row or ())
        text = " | ".join(cleaned(cell) for cell in cells if cell)
        if text and len(cells) == 1:
            self.blocks.append(DocumentBlock(BlockKind.PARAGRAPH, text, line=self._line))
        elif text:
            self.blocks.append(
                DocumentBlock(BlockKind.ROW, text, line=self._line, cells=cells, head=self._head)
            )
            self._head = self._head or tuple(map(cleaned, cells))

    def end(self) -> None:
        """End the last block."""
        self._end_block()


def decoded(data: bytes, *, is_html: bool = False) -> str:
    """Return text in the encoding that it says it has, or UTF-8, or Windows'."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    names = ["utf-8-sig"]
    if is_html and (found := _CHARSET.search(data[:2_000])):
        names.insert(0, found[1].decode("ascii"))
    for name in names:
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def read_html(data: bytes) -> Document:
    """Return a web page."""
    reader = _Reader()
    text = decoded(data, is_html=True)
    reader.feed(text)
    reader.close()
    reader.end()
    placed = sum(count_words(each.text) for each in reader.blocks)
    out = sum(count_words(each.text) for each in reader.left_out)
    return Document(
        format="html",
        blocks=tuple(reader.blocks),
        left_out=tuple(reader.left_out),
        words_in=placed + out,
        words_placed=placed + out,
        title=cleaned(reader.title),
    )
