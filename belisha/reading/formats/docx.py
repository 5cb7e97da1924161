"""Read DOCX by walking its XML: nothing that Word prints is passed over unlisted."""

import xml.etree.ElementTree as ET  # nosec B405 - elements only; parsing is in `archive`
from dataclasses import dataclass, field

from belisha.reading.formats.archive import Archive
from belisha.reading.formats.docx_bindings import show_properties, stores_of
from belisha.reading.formats.docx_numbers import Numbering, W, value
from belisha.reading.formats.text import cleaned, count_words, without_bullet, without_number
from belisha.reading.values import BlockKind, Document, DocumentBlock, DocumentError, LeftOut

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ADDED, _REMOVED = (W + "ins", W + "moveTo"), (W + "del", W + "moveFrom")
_SYMBOLS = {"F0FC": "✓", "F0FE": "☑", "F0A8": "☐", "F0FB": "✗", "F06F": "☐", "F0B7": "•"}
_CONTROL = ("Header", "Footer")
_REPLACED = (
    "The text still had “{}”; the document’s own property says “{}”, as Word shows. The property was read."
)


@dataclass(slots=True)
class _Style:
    name: str
    based_on: str
    outline: int | None
    num: str
    level: int
    is_bold: bool


@dataclass(slots=True)
class _Walk:
    """What is met on the way through the document."""

    accept: bool
    styles: dict[str, _Style]
    numbers: Numbering
    blocks: list[DocumentBlock] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    boxes: list[ET.Element] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    tracked: int = 0
    order: int = 0


def read_docx(data: bytes, *, accept: bool = True) -> Document:
    """Return a Word document with tracked changes accepted or rejected. Raise DocumentError."""
    archive = Archive(data)
    root = archive.xml("word/document.xml")
    body = root.find(W + "body") if root is not None else None
    if root is None or body is None:
        message = (
            "This is no Word document, although its name ends like one. Open it in Word and save it as DOCX."
        )
        raise DocumentError(message)
    walk = _Walk(
        accept, _styles(archive.xml("word/styles.xml")), Numbering(archive.xml("word/numbering.xml"))
    )
    for part in ("footnotes", "endnotes"):
        _load_notes(archive.xml(f"word/{part}.xml"), walk)
    replaced = show_properties(root, stores_of(archive))
    _walk_blocks(body, walk)
    control = _furniture(archive, walk)
    _comments(archive.xml("word/comments.xml"), walk)
    words = sum(count_words(block.text) for block in (*walk.blocks, *control))
    out = sum(count_words(each.text) for each in walk.left_out)
    notes = [_REPLACED.format(before, shown) for before, shown in replaced]
    if any(name.endswith("vbaProject.bin") for name in archive.names("word/")):
        notes.append("The file holds macros. They were not run and are not kept.")
    return Document(
        format="docx",
        blocks=(*walk.blocks, *control),
        left_out=tuple(walk.left_out),
        notes=tuple(notes),
        words_in=_raw_words(root) + sum(count_words(each.text) for each in control),
        words_placed=words + out,
        tracked=walk.tracked,
        accepted=accept,
        title=_title(archive),
    )


def _styles(root: ET.Element | None) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for each in root.findall(W + "style") if root is not None else ():
        props, run = each.find(W + "pPr"), each.find(W + "rPr")
        outline = value(props, "outlineLvl")
        num = props.find(W + "numPr") if props is not None else None
        found[each.get(W + "styleId", "")] = _Style(
            value(each, "name").lower(),
            value(each, "basedOn"),
            int(outline) if outline else None,
            value(num, "numId"),
            int(value(num, "ilvl") or 0),
            _is_on(run, "b"),
        )
    return found


def _is_on(props: ET.Element | None, name: str) -> bool:
    found = props.find(W + name) if props is not None else None
    return found is not None and found.get(W + "val", "1") not in ("0", "false", "none")


def _lineage(style: str, styles: dict[str, _Style]) -> list[_Style]:
    found: list[_Style] = []
    seen: set[str] = set()
    while style in styles and style not in seen:
        seen.add(style)
        found.append(styles[style])
        style = styles[style].based_on
    return found


def _walk_blocks(parent: ET.Element, walk: _Walk) -> None:
    for child in parent:
        if child.tag == W + "p":
            _add_paragraph(child, walk)
        elif child.tag == W + "tbl":
            _add_table(child, walk)
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                _walk_blocks(content, walk)
        elif child.tag in _REMOVED and walk.accept:
            _leave_out("tracked deletion", "".join(child.itertext()), walk)
        elif child.tag in (*_ADDED, *_REMOVED, W + "customXml", W + "smartTag"):
            _walk_blocks(child, walk)


def _add_paragraph(paragraph: ET.Element, walk: _Walk) -> None:
    walk.order += 1
    text, notes = _text(paragraph, walk)
    props = paragraph.find(W + "pPr")
    lineage = _lineage(value(props, "pStyle"), walk.styles)
    number, level, is_list = _number(props, lineage, walk, has_text=bool(cleaned(text)))
    for line in text.split("\v"):
        block = _block(cleaned(line), paragraph, lineage, (number, level, is_list), walk)
        if block is not None:
            walk.blocks.append(block)
            number = ""
    boxes, walk.boxes = walk.boxes, []
    for box in boxes:
        _walk_blocks(box, walk)
    for note in notes:
        if note:
            walk.blocks.append(DocumentBlock(BlockKind.NOTE, note, line=walk.order))


def _block(
    text: str, paragraph: ET.Element, lineage: list[_Style], listed: tuple[str, int, bool], walk: _Walk
) -> DocumentBlock | None:
    if not text:
        return None
    number, level, is_list = listed
    heading = _heading_level(paragraph.find(W + "pPr"), lineage)
    is_bold = _all_bold(paragraph, lineage)
    text, has_bullet = without_bullet(text)
    if not number:
        text, number = without_number(text)
    if heading:
        return DocumentBlock(BlockKind.HEADING, text, heading, number, line=walk.order, is_bold=is_bold)
    kind = BlockKind.ITEM if is_list or has_bullet else BlockKind.PARAGRAPH
    depth = level + 1 if is_list else 1 if has_bullet else 0
    return DocumentBlock(kind, text, depth, number, line=walk.order, is_bold=is_bold)


def _heading_level(props: ET.Element | None, lineage: list[_Style]) -> int:
    own = value(props, "outlineLvl")
    if own and int(own) < 9:
        return int(own) + 1
    for style in lineage:
        if style.outline is not None:
            return style.outline + 1 if style.outline < 9 else 0
        if style.name.startswith("heading "):
            return int(style.name.split()[1]) if style.name.split()[1].isdigit() else 1
        if style.name in ("title", "subtitle"):
            return 1
    return 0


def _number(
    props: ET.Element | None, lineage: list[_Style], walk: _Walk, *, has_text: bool
) -> tuple[str, int, bool]:
    """Return the number, the level and whether the paragraph is in a list."""
    own = props.find(W + "numPr") if props is not None else None
    num, level = value(own, "numId"), int(value(own, "ilvl") or 0)
    if not num:
        style_id = value(props, "pStyle")
        by_style = next(((each.num, each.level) for each in lineage if each.num), ("", 0))
        num, level = walk.numbers.by_style.get(style_id, by_style) if by_style[0] else by_style
        if own is not None and value(own, "ilvl"):
            level = int(value(own, "ilvl"))
    if not num or num == "0":
        return "", 0, False
    if not has_text and not walk.numbers.is_bullet(num, level):
        return "", level, True
    return walk.numbers.next(num, level), level, True


def _all_bold(paragraph: ET.Element, lineage: list[_Style]) -> bool:
    by_style = any(style.is_bold for style in lineage)
    seen = False
    for run in paragraph.iter(W + "r"):
        if not any((part.text or "").strip() for part in run.findall(W + "t")):
            continue
        seen = True
        props = run.find(W + "rPr")
        if props is not None and props.find(W + "b") is not None:
            if not _is_on(props, "b"):
                return False
        elif not by_style:
            return False
    return seen


def _text(paragraph: ET.Element, walk: _Walk) -> tuple[str, list[str]]:
    """Return the words of a paragraph and the notes that it refers to; text boxes are put aside."""
    parts: list[str] = []
    notes: list[str] = []
    _collect(paragraph, walk, parts, notes)
    return "".join(parts), notes


def _collect(parent: ET.Element, walk: _Walk, parts: list[str], notes: list[str]) -> None:
    for child in parent:
        tag = child.tag
        if tag in _TEXT_TAGS:
            parts.append(_printed(child))
        elif tag in _REMOVED or tag in _ADDED:
            _collect_tracked(child, walk, parts, notes)
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            notes.append(walk.notes.get(tag[len(W) : -len("Reference")] + child.get(W + "id", ""), ""))
        elif tag == _MC + "AlternateContent":
            choice = child.find(_MC + "Choice")
            _collect(choice if choice is not None else child, walk, parts, notes)
        elif tag == W + "txbxContent":
            walk.boxes.append(child)
        elif tag == W + "r" and (why := _why_unsaid(child)):
            _leave_out(why, "".join(_printed(each) for each in child.iter() if each.tag in _TEXT_TAGS), walk)
        elif tag not in _UNPRINTED:
            _collect(child, walk, parts, notes)


def _why_unsaid(run: ET.Element) -> str:
    """Return why the words of a run are not said: hidden or struck through in their own font settings."""
    props = run.find(W + "rPr")
    if _is_on(props, "vanish"):
        return "hidden text"
    return "struck through" if _is_on(props, "strike") or _is_on(props, "dstrike") else ""


def _printed(element: ET.Element) -> str:
    """Return what a text, mark, break or symbol prints; a line break as a vertical tab."""
    if element.tag == W + "br":
        return "\v" if element.get(W + "type") in (None, "textWrapping") else " "
    if element.tag == W + "sym":
        return _SYMBOLS.get(element.get(W + "char", "").upper(), "•")
    return _MARKS.get(element.tag) or element.text or ""


_MARKS = {W + "tab": "\t", W + "cr": "\v", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_TEXT_TAGS = frozenset((*_MARKS, W + "t", W + "delText", W + "br", W + "sym"))
_UNPRINTED = frozenset(W + name for name in ("pPr", "rPr", "instrText", "delInstrText", "sdtPr"))


def _collect_tracked(child: ET.Element, walk: _Walk, parts: list[str], notes: list[str]) -> None:
    walk.tracked += 1
    if (child.tag in _REMOVED) == walk.accept:
        words = "".join(each.text or "" for each in child.iter() if each.tag in (W + "t", W + "delText"))
        _leave_out("tracked deletion" if walk.accept else "tracked insertion", words, walk)
    else:
        _collect(child, walk, parts, notes)


def _leave_out(why: str, text: str, walk: _Walk) -> None:
    if cleaned(text):
        walk.left_out.append(LeftOut(why, cleaned(text)))


def _add_table(table: ET.Element, walk: _Walk) -> None:
    rows = _rows(table, walk)
    if not rows:
        return
    if max(len(cells) for cells in rows) == 1:
        for cells in rows:
            for part in cells[0].split("\n"):
                text, has_bullet = without_bullet(cleaned(part))
                if text:
                    kind = BlockKind.ITEM if has_bullet else BlockKind.PARAGRAPH
                    walk.blocks.append(DocumentBlock(kind, text, int(has_bullet), line=walk.order))
        return
    head = tuple(map(cleaned, rows[0]))
    for index, row in enumerate(rows):
        text = " | ".join(cleaned(cell) for cell in row if cleaned(cell))
        if text:
            walk.blocks.append(
                DocumentBlock(
                    BlockKind.ROW, text, line=walk.order, cells=tuple(row), head=head if index else ()
                )
            )


def _rows(table: ET.Element, walk: _Walk) -> list[list[str]]:
    """Return the rows of a table: what goes over several cells is said once."""
    rows: list[list[str]] = []
    for row in table.iter(W + "tr"):
        walk.order += 1
        cells: list[str] = []
        for cell in row.iter(W + "tc"):
            props = cell.find(W + "tcPr")
            merged = props.find(W + "vMerge") if props is not None else None
            goes_on = merged is not None and merged.get(W + "val", "continue") == "continue"
            texts = (
                [] if goes_on else [_text(each, walk)[0].replace("\v", "\n") for each in cell.iter(W + "p")]
            )
            cells.append("\n".join(text for text in texts if cleaned(text)))
            walk.boxes.clear()
        rows.append(cells)
    return rows


def _load_notes(root: ET.Element | None, walk: _Walk) -> None:
    for note in root if root is not None else ():
        if note.get(W + "type") in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        kind = note.tag[len(W) :]
        words = " ".join(
            "".join(each.text or "" for each in part.iter(W + "t")) for part in note.iter(W + "p")
        )
        walk.notes[kind + note.get(W + "id", "")] = cleaned(words)


def _furniture(archive: Archive, walk: _Walk) -> list[DocumentBlock]:
    """Return what the headers and footers say, each once."""
    found: dict[str, None] = {}
    for part in ("word/header", "word/footer"):
        for name in archive.names(part):
            root = archive.xml(name)
            for paragraph in root.iter(W + "p") if root is not None else ():
                text = cleaned(_text(paragraph, walk)[0].replace("\v", " "))
                if text:
                    found.setdefault(text)
    walk.boxes.clear()
    return [DocumentBlock(BlockKind.CONTROL, text) for text in found]


def _comments(root: ET.Element | None, walk: _Walk) -> None:
    for comment in root if root is not None else ():
        _leave_out("comment", "".join(each.text or "" for each in comment.iter(W + "t")), walk)


def _raw_words(root: ET.Element | None) -> int:
    """Count the words of the file's XML by paragraphs, apart from the fallbacks of text boxes."""
    if root is None:
        return 0
    skipped = {id(each) for fallback in root.iter(_MC + "Fallback") for each in fallback.iter()}
    wanted = (W + "t", W + "delText")
    total = 0
    for paragraph in root.iter(W + "p"):
        inner = {id(part) for each in paragraph.iter(W + "txbxContent") for part in each.iter()}
        if id(paragraph) in skipped:
            continue
        parts = []
        for each in paragraph.iter():
            if id(each) in skipped or id(each) in inner:
                continue
            if each.tag in wanted:
                parts.append(each.text or "")
            elif each.tag in (W + "tab", W + "br", W + "cr", W + "ptab"):
                parts.append(" ")
            elif each.tag == W + "noBreakHyphen":
                parts.append("-")
            elif each.tag in (W + "del", W + "ins"):
                parts.append(" ")
        total += count_words("".join(parts))
    return total


def _title(archive: Archive) -> str:
    root = archive.xml("docProps/core.xml")
    found = root.find("{http://purl.org/dc/elements/1.1/}title") if root is not None else None
    return cleaned(found.text or "") if found is not None else ""
