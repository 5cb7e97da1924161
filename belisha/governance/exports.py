"""The report as PDF, Word, Excel, CSV and JSON: all of them from what the page shows, and nothing else."""

import csv
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any

from django.template.loader import render_to_string
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from belisha.base.text import capital
from belisha.governance.report import GovernorsReport, values_of

HOW = "Counts under five are withheld, with what would reveal them. Nobody is named."
WIDEST = 60  # characters
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(report: GovernorsReport) -> str:
    """Return the report as JSON."""
    return json.dumps(values_of(report), indent=2, ensure_ascii=False) + "\n"


def as_csv(report: GovernorsReport) -> str:
    """Return the figures as CSV: figure, cell, count.

    A cell that a spreadsheet would take for a formula is quoted.
    """
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["figure", "what", "count", "definition"])
    for each in report.figures:
        for label, count in each.rows():
            writer.writerow(
                [_plain(part) for part in (each.figure.title, label, count, each.figure.definition)]
            )
    return out.getvalue()


def as_xlsx(report: GovernorsReport) -> bytes:
    """Return the figures as a workbook: a sheet of figures, one of clauses, one for the next review.

    Counts are numbers; what is withheld is a word. No cell is a formula.
    """
    book = Workbook()
    book.properties.title, book.properties.creator = report.title, report.school.name
    book.properties.created = book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
    figures = [
        (each.figure.group.value, each.figure.title, capital(label), _number(count), each.figure.definition)
        for each in report.figures
        for label, count in each.rows()
    ]
    _sheet(book.active, "Figures", ("Heading", "Figure", "What", "Count", "Definition"), figures)
    clauses = [(row.clause, row.title, *map(_number, row.counts)) for row in report.clauses]
    heads = ("Clause", "Title", *(each.title for each in report.kinds))
    _sheet(book.create_sheet(), "Clause by clause", heads, clauses)
    seen = [(each.seen, each.think) for each in report.suggestions]
    _sheet(book.create_sheet(), "Next review", ("Seen", "To think about"), seen)
    about = [("School", report.school.name), ("Report", report.title), ("How", HOW), *report.state]
    _sheet(book.create_sheet(), "About", ("What", "Words"), about)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Any, title: str, heads: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """Fill a sheet: heads in bold that stay in view, columns as wide as their words, long words wrapped."""
    sheet.title, sheet.freeze_panes = title, "A2"
    for place, row in enumerate([heads, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(place, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula, whatever it begins with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if place == 1:
                cell.font = Font(bold=True)
    for cells in sheet.columns:
        longest = max(len(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[cells[0].column_letter].width = min(max(longest + 2, 10), WIDEST)


def _number(words: str) -> int | str:
    return int(words) if words.isdecimal() else words


def as_html(report: GovernorsReport) -> str:
    """Return the report as a page for print."""
    return render_to_string("governance/print.html", {"report": report, "how": HOW})


def as_docx(report: GovernorsReport) -> bytes:
    """Return the report as a Word document."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author = report.title, report.school.name
    properties.language, properties.comments = "en-GB", HOW
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(11)
    document.add_paragraph(report.school.name, style="Subtitle")
    document.add_heading(report.title, level=0)
    document.add_paragraph(HOW)
    document.add_heading("The policy", level=1)
    _table(document, ("What", "How it stands"), report.state)
    for group in report.groups():
        document.add_heading(group.heading, level=1)
        for each in group.counted:
            document.add_heading(each.figure.title, level=2)
            document.add_paragraph(each.figure.definition)
            _table(document, ("What", "Count"), [(capital(label), count) for label, count in each.rows()])
        for sentence in group.in_short():
            document.add_paragraph(sentence)
    if report.clauses:
        document.add_heading("Clause by clause", level=1)
        heads = ("Clause", *(each.title for each in report.kinds))
        _table(document, heads, [(row.title, *row.counts) for row in report.clauses])
    document.add_heading("For the next review", level=1)
    for said in report.suggestions:
        document.add_paragraph(f"{said.seen} {said.think}", style="List Bullet")
    if not report.suggestions:
        document.add_paragraph("The figures suggest nothing.")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Any, heads: tuple[str, ...], rows: Any) -> None:
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
