"""Read ODT by its XML: tracked deletions and comments are dropped, numbers follow the list styles."""

import xml.etree.ElementTree as ET  # nosec B405 - elements only; parsing is in `archive`
from dataclasses import dataclass, field

from belisha.reading.formats.archive import Archive
from belisha.reading.formats.docx_numbers import shown
from belisha.reading.formats.text import cleaned, count_words, without_bullet, without_number
from belisha.reading.values import BlockKind, Document, DocumentBlock, DocumentError, LeftOut

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    prefix: str
    suffix: str
    start: int
    shows: int


@dataclass(slots=True)
class _Walk:
    lists: dict[str, dict[int, _Level]]
    bold: frozenset[str]
    parents: dict[str, str]
    by_style: dict[str, str] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    blocks: list[DocumentBlock] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    order: int = 0
    tracked: int = 0


def read_odt(data: bytes) -> Document:
    """Return an OpenDocument text. Raise DocumentError."""
    archive = Archive(data)
    manifest = archive.data("META-INF/manifest.xml") if archive.has("META-INF/manifest.xml") else b""
    if b"encryption-data" in manifest:
        message = "The file is protected with a password. Open it, remove the password, and choose it again."
        raise DocumentError(message)
    root = archive.xml("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text") if root is not None else None
    if root is None or body is None:
        message = "This is no text document. Open it in your office program and save it as DOCX or ODT."
        raise DocumentError(message)
    walk = _Walk({}, frozenset(), {})
    for each in (archive.xml("styles.xml"), root):
        if each is not None:
            _load_styles(each, walk)
    _walk_blocks(body, walk, "", 0)
    control = _furniture(archive, walk)
    placed = sum(count_words(each.text) for each in (*walk.blocks, *control))
    placed += sum(count_words(each.text) for each in walk.left_out)
    return Document(
        format="odt",
        blocks=(*walk.blocks, *control),
        left_out=tuple(walk.left_out),
        words_in=placed,
        words_placed=placed,
        tracked=walk.tracked,
    )


def _load_styles(root: ET.Element, walk: _Walk) -> None:
    for tag in (f"{_TEXT}list-style", f"{_TEXT}outline-style"):
        for style in root.iter(tag):
            name = style.get(f"{_STYLE}name", "outline") if tag.endswith("list-style") else "outline"
            levels = {}
            for each in style:
                kind = each.get(f"{_STYLE}num-format", "")
                levels[int(each.get(f"{_TEXT}level", "1"))] = _Level(
                    _FORMATS.get(kind, ""),
                    each.get(f"{_STYLE}num-prefix", ""),
                    each.get(f"{_STYLE}num-suffix", ""),
                    int(each.get(f"{_TEXT}start-value", "1")),
                    int(each.get(f"{_TEXT}display-levels", "1")),
                )
            walk.lists[name] = levels
    bold = set(walk.bold)
    for style in root.iter(f"{_STYLE}style"):
        name = style.get(f"{_STYLE}name", "")
        walk.parents[name] = style.get(f"{_STYLE}parent-style-name", "")
        if listed := style.get(f"{_STYLE}list-style-name"):
            walk.by_style[name] = listed
        props = style.find(f"{_STYLE}text-properties")
        if props is not None and props.get(f"{_FO}font-weight") == "bold":
            bold.add(name)
    walk.bold = frozenset(bold)


def _walk_blocks(parent: ET.Element, walk: _Walk, style: str, depth: int) -> None:
    for child in parent:
        if child.tag == f"{_TEXT}tracked-changes":
            for each in child.iter(f"{_TEXT}deletion"):
                walk.tracked += 1
                words = " ".join(cleaned(_text(part, walk)) for part in each.iter(f"{_TEXT}p"))
                walk.left_out.append(LeftOut("tracked deletion", words))
        elif child.tag in (f"{_TEXT}h", f"{_TEXT}p"):
            _add(child, walk, "", 0)
        elif child.tag == f"{_TEXT}list":
            _add_list(child, walk, child.get(f"{_TEXT}style-name", style), depth + 1)
        elif child.tag == f"{_TABLE}table":
            _add_table(child, walk)
        elif child.tag in (f"{_TEXT}section", f"{_TEXT}index-body") or child.tag.startswith(_DRAW):
            _walk_blocks(child, walk, style, depth)


def _add_list(element: ET.Element, walk: _Walk, style: str, depth: int) -> None:
    if element.get(f"{_TEXT}continue-numbering") != "true" and depth == 1:
        walk.counters.pop(style, None)
    for item in element:
        is_first = True
        for child in item:
            if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                given = item.get(f"{_TEXT}start-value")
                number = _number(walk, style, depth, given) if is_first else ""
                _add(child, walk, number, depth)
                is_first = False
            elif child.tag == f"{_TEXT}list":
                _add_list(child, walk, child.get(f"{_TEXT}style-name", style), depth + 1)


def _number(walk: _Walk, style: str, depth: int, given: str | None) -> str:
    levels = walk.lists.get(style, {})
    level = levels.get(depth)
    if level is None or not level.format:
        return ""
    counters = walk.counters.setdefault(style, {})
    counters[depth] = int(given) if given else counters.get(depth, level.start - 1) + 1
    for deeper in [each for each in counters if each > depth]:
        del counters[deeper]
    parts = []
    for index in range(max(1, depth - level.shows + 1), depth + 1):
        at = levels.get(index, level)
        parts.append(shown(counters.get(index, at.start), at.format or "decimal"))
    return f"{level.prefix}{'.'.join(parts)}{level.suffix}"


def _add(element: ET.Element, walk: _Walk, number: str, depth: int) -> None:
    walk.order += 1
    text = cleaned(_text(element, walk))
    if not text:
        return
    text, has_bullet = without_bullet(text)
    name = element.get(f"{_TEXT}style-name", "")
    is_bold = name in walk.bold or walk.parents.get(name, "") in walk.bold or _spans_bold(element, walk)
    if element.tag == f"{_TEXT}h":
        level = int(element.get(f"{_TEXT}outline-level", "1"))
        number = number or _number(walk, "outline", level, None)
        if not number:
            text, number = without_number(text)
        walk.blocks.append(
            DocumentBlock(BlockKind.HEADING, text, level, number, line=walk.order, is_bold=is_bold)
        )
        return
    if not number:
        text, number = without_number(text)
    kind = BlockKind.ITEM if depth or has_bullet else BlockKind.PARAGRAPH
    walk.blocks.append(
        DocumentBlock(kind, text, depth or int(has_bullet), number, line=walk.order, is_bold=is_bold)
    )


def _spans_bold(element: ET.Element, walk: _Walk) -> bool:
    if (element.text or "").strip() or not len(element):
        return False
    return all(
        child.get(f"{_TEXT}style-name", "") in walk.bold and not (child.tail or "").strip()
        for child in element
    )


def _text(element: ET.Element, walk: _Walk) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_OFFICE}annotation":
            walk.left_out.append(LeftOut("comment", cleaned(" ".join(child.itertext()))))
        elif child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
            parts.append(" ")
        elif child.tag == f"{_TEXT}note":
            body = child.find(f"{_TEXT}note-body")
            words = cleaned(" ".join(body.itertext())) if body is not None else ""
            walk.blocks.append(DocumentBlock(BlockKind.NOTE, words, line=walk.order))
        elif not child.tag.startswith(f"{_TEXT}change") and child.tag != f"{_OFFICE}annotation-end":
            parts.append(_text(child, walk))
        parts.append(child.tail or "")
    return "".join(parts)


def _add_table(table: ET.Element, walk: _Walk) -> None:
    head: tuple[str, ...] = ()
    for row in table.iter(f"{_TABLE}table-row"):
        walk.order += 1
        cells = tuple(
            "\n".join(cleaned(_text(part, walk)) for part in cell.iter(f"{_TEXT}p"))
            for cell in row
            if cell.tag == f"{_TABLE}table-cell"
        )
        text = " | ".join(cleaned(cell) for cell in cells if cleaned(cell))
        if text:
            walk.blocks.append(DocumentBlock(BlockKind.ROW, text, line=walk.order, cells=cells, head=head))
            head = head or tuple(map(cleaned, cells))


def _furniture(archive: Archive, walk: _Walk) -> list[DocumentBlock]:
    root = archive.xml("styles.xml")
    found: dict[str, None] = {}
    for tag in ("header", "footer", "header-first", "footer-first"):
        for each in root.iter(f"{_STYLE}{tag}") if root is not None else ():
            for paragraph in each.iter(f"{_TEXT}p"):
                if text := cleaned(_text(paragraph, walk)):
                    found.setdefault(text)
    return [DocumentBlock(BlockKind.CONTROL, text) for text in found]
