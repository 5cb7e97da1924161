"""Excel workbooks, as the systems of schools write them."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from belisha.imports.files.reader import read_file
from belisha.imports.files.row import UnreadableFileError
from tests.imports.reading_steps import packed, rows


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def workbook(*lines: list[object], title: str = "Sheet") -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for line in lines:
        sheet.append(line)
    return book


HEADINGS = ["Admission number", "Surname", "Forename", "Role", "Date of admission", "Year"]


def test_every_cell_becomes_the_text_that_it_shows() -> None:
    book = workbook(
        HEADINGS,
        [412, "Ashdown", "Ruby", "pupil", datetime(2024, 9, 2), 2],  # noqa: DTZ001
        ["0413", "Sayed", "Ali", "pupil", date(2024, 9, 2), "Year 2"],
        [123456789012, "Lark", "Ann", "pupil", "02/09/2024", 2.0],
        [None, None, None, None, None, None],
        ["N14", "Null", "Na", "pupil", None, "R"],
    )
    book.active["A2"].number_format = "000000"
    found = rows(saved(book))
    assert [(row.line, row.key, row.name, row.year_group) for row in found] == [
        (2, "admission:000412", "Ruby Ashdown", "2"),
        (3, "admission:0413", "Ali Sayed", "2"),
        (4, "admission:123456789012", "Ann Lark", "2"),
        (6, "admission:n14", "Na Null", "R"),
    ]
    assert [row.posts[0].from_on for row in found[:3]] == [date(2024, 9, 2)] * 3


def test_titles_above_merged_headings_and_hidden_rows() -> None:
    book = workbook(
        ["Hazel Primary School: staff on 29/11/2026"],
        ["Staff Code", "Name", None, "Job Title"],
        [None, "Surname", "Forename", None],
        ["TLA", "Lark", "Tara", "Teacher"],
        ["BFI", "Finch", "Basil", "TA"],
    )
    sheet = book.active
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("D2:D3")
    sheet.row_dimensions[5].hidden = True
    table = read_file(saved(book))
    assert table.headings == ("Staff Code", "Surname", "Forename", "Job Title")
    assert [row.cells[1] for row in table.rows] == ["Lark", "Finch"]
    assert "1 line is hidden" in table.notes[0]


def test_the_sheet_that_looks_like_people_is_read_and_the_others_are_named() -> None:
    book = workbook(["Notes"], ["Printed by the office"], title="Cover")
    people = book.create_sheet("Staff")
    for line in (["Name", "Role"], ["Ann Lark", "teacher"]):
        people.append(line)
    book.create_sheet("Empty")
    table = read_file(saved(book))
    assert table.kind == "xlsx"
    assert [row.cells for row in table.rows] == [("Ann Lark", "teacher")]
    assert table.notes == ("The sheet “Staff” is read. Another sheet was not: “Cover”.",)


def test_a_formula_without_a_value_is_an_empty_cell() -> None:
    found = read_file(saved(workbook(["Name", "Role", "Class"], ["Ann Lark", "teacher", "=A1&B1"])))
    assert found.rows[0].cells[:2] == ("Ann Lark", "teacher")
    assert "=" not in found.rows[0].cells[2]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (saved(Workbook()), "no list in it"),
        (saved(workbook(["Name", "Role"])), "nobody under them"),
        (packed(x="a")[:-30] + b"xl/[Content_Types].xml", "damaged"),
    ],
)
def test_a_workbook_without_people_gets_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=sentence):
        read_file(data)


def test_a_damaged_part_of_a_workbook_gets_a_sentence() -> None:
    import zipfile

    whole = saved(workbook(["Name", "Role"], ["Ann", "teacher"]))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name.endswith("sheet1.xml") else old.read(name))
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_file(made.getvalue())
