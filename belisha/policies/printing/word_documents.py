"""A version of a policy as a Word document: real headings, tables with header rows, properties, page
numbers.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from belisha.base.text import capital
from belisha.policies.documents.clause_text import clause_kind
from belisha.policies.documents.version_view import VersionView
from belisha.policies.printing import bare_document
from belisha.rules.language.policy import ChangeEntry


def identity_of(shown: VersionView, address: str, look: str = "") -> str:
    """Return what tells this document from every other: its text by the checksum, all else as it is shown.

    `look` is the checksum of the school's own file that it is to look like.
    """
    version = shown.version
    stated = (shown.school.name, version.checksum, version.label, version.published_at, shown.ended)
    said = tuple(reading for _, reading in shown.readings)
    return repr((_program(), stated, shown.block, shown.linked, said, address, look))


@cache
def _program() -> str:
    """Return the checksum of these modules, so that a document of another release is made again."""
    files = (Path(__file__), Path(bare_document.__file__))
    return hashlib.sha256(b"".join(each.read_bytes() for each in files)).hexdigest()


def word_document(shown: VersionView, address: str, look: bytes = b"") -> bytes:
    """Return the version as a .docx file; `address` is its page on the web.

    `look` is a Word file without text, whose styles, paper and heading it takes (see `bare_document`).
    """
    document = Document(BytesIO(look)) if look else Document()
    _set_up(document, shown)
    if look:
        bare_document.complete_styles(document)
    else:
        _set_plain_look(document)
    document.add_paragraph(shown.school.name, style="Subtitle")
    document.add_heading(shown.policy.control.title, level=0)
    document.add_paragraph(f"Version {shown.version.label} · checksum {shown.mark}")
    if not shown.is_in_force or shown.status.is_overdue:
        words = shown.status.sentence if not shown.is_in_force else "Its review is overdue. It still applies."
        document.add_paragraph().add_run(words).bold = True
    document.add_heading("Document control", level=1)
    _table(
        document, ("Field", "As it stands"), ((row.heading, "; ".join(row.words)) for row in shown.block.rows)
    )
    _history(document, "Change history", shown.block.changes)
    _history(document, "Website history", shown.block.website)
    _linked(document, shown)
    _text(document, shown)
    _readings(document, shown)
    document.add_paragraph(f"Read it on the web, with a link for every clause: {address}")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, shown: VersionView) -> None:
    """Set the properties and the footer with page numbers."""
    properties = document.core_properties
    properties.title = shown.policy.control.title
    properties.author = properties.last_modified_by = shown.school.name
    properties.subject = f"Version {shown.version.label}"
    properties.identifier = shown.version.checksum
    properties.version = shown.version.label
    properties.language = "en-GB"
    properties.comments = f"Checksum {shown.version.checksum}"
    made = shown.version.published_at or shown.version.made_at
    properties.created = properties.modified = made.astimezone(UTC).replace(tzinfo=None)
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run(
        f"{shown.policy.control.title}, version {shown.version.label}, checksum {shown.mark}. Page "
    )
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")


def _set_plain_look(document: Any) -> None:
    """Set paper, margins and letters where the school has no file of its own."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    fonts = normal.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    fonts.append(language)


def _field(paragraph: Any, name: str) -> None:
    """Add a field that Word calculates."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001  # python-docx has no fields of its own


def _history(document: Any, heading: str, changes: tuple[ChangeEntry, ...]) -> None:
    document.add_heading(heading, level=1)
    if not changes:
        document.add_paragraph("The document states none.")
        return
    rows = ((change.version, change.on, capital(change.what)) for change in changes)
    _table(document, ("Version", "Date", "What"), rows)


def _table(document: Any, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Add a table whose first row is marked as header, so that screen readers announce it and pages repeat
    it.
    """
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words


def _linked(document: Any, shown: VersionView) -> None:
    if not shown.linked:
        return
    document.add_heading("To be read with", level=1)
    for each in shown.linked:
        words = f"{each.name}, {each.edition}" if each.edition else each.name
        document.add_paragraph(f"{words}. {each.notice}" if each.notice else words, style="List Bullet")


def _text(document: Any, shown: VersionView) -> None:
    document.add_page_break()
    if shown.policy.introduction:
        document.add_paragraph(shown.policy.introduction)
    for name, clauses in shown.sections:
        if name:
            document.add_heading(name, level=1)
        for clause in clauses:
            document.add_heading(clause.title, level=2)
            document.add_paragraph(clause.text)
            foot = document.add_paragraph()
            run = foot.add_run(" · ".join(filter(None, (clause_kind(clause), ", ".join(clause.cites)))))
            run.italic, run.font.size = True, Pt(9)


def _readings(document: Any, shown: VersionView) -> None:
    """Add how the program reads each clause, by which it answers."""
    document.add_heading("How each clause is read", level=1)
    document.add_paragraph("The program answers by this reading. What counts is the text above.")
    for clause, reading in shown.readings:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{clause.title}. ").bold = True
        paragraph.add_run(reading)
        for run in paragraph.runs:
            run.font.size = Pt(9)
