"""Lists as the systems of schools export them, and what is wrong with them."""

from datetime import date

import pytest

from belisha.imports.files.limits import LARGEST_FILE, MOST_COLUMNS
from belisha.imports.files.reader import read_file
from belisha.imports.files.row import UnreadableFileError
from tests.imports.reading_steps import fault, read, rows

SIMS = (
    "Staff Code,Title,Legal Surname,Forename,Preferred Surname,Primary Email,Post,Date of Arrival\r\n"
    "EJO,Miss,Jones,Eleanor,Jones-Bell,E.Jones@Grange.example,Class teacher,01/09/2019\r\n"
)
ARBOR = (
    '"Arbor Staff ID";"Full Name";"Work Email";"Business Role";"Start Date"\n"44";"Jones-Bell, '
    'Eleanor";"e.jones@grange.example";"Class Teacher";"1 Sep 2019"\n'
)
BROMCOM = (
    "PersonID\tForename\tSurname\tStaff Email\tJob Title\tEmployment Start "
    "Date\n44\tEleanor\tJones-Bell\te.jones@grange.example\tClass Teacher\t2019-09-01T00:00:00\n"
)


@pytest.mark.parametrize("data", [SIMS, ARBOR, BROMCOM], ids=["sims", "arbor", "bromcom"])
def test_one_person_as_three_systems_write_her(data: str) -> None:
    (row,) = rows(data)
    assert (row.name, row.email, row.roles) == ("Eleanor Jones-Bell", "e.jones@grange.example", ("teacher",))
    assert row.posts[0].from_on == date(2019, 9, 1)
    assert row.key in {"staff_code:ejo", "person_id:44"}


def test_pupils_as_sims_and_bromcom_write_them() -> None:
    (row,) = rows(
        "Adno,Surname,Forename,Year,Reg,UPN\n001,Ashdown,Ruby,Year  2,2OW,A123\n", role_of_all="pupil"
    )
    assert (row.keys, row.year_group, row.group) == (("admission:001", "upn:a123"), "2", "2OW")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_letters_come_through_whatever_wrote_them(encoding: str) -> None:
    text = "Name,Role\nZoë O’Neill,teacher\nChloé Müller,cook\n"
    assert [row.name for row in rows(text.encode(encoding))] == ["Zoë O’Neill", "Chloé Müller"]


def test_names_that_excel_for_windows_wrote_keep_their_letters() -> None:
    """charset-normalizer 3.5.3 says cp1250: findings/charset-normalizer-an-english-roll.sh."""
    names = ["Hélène Cole", "Anaïs Ash", "Amy Núñez"]
    text = "\r\n".join(["Name,Role", *(f"{name},teacher" for name in names), ""])
    assert [row.name for row in rows(text.encode("cp1252"))] == names


def test_two_encodings_in_one_file_are_read_line_by_line_and_said() -> None:
    data = "Name,Role\nZoë,teacher\n".encode() + "Chloé,cook\n".encode("cp1252")
    assert [row.name for row in rows(data)] == ["Zoë", "Chloé"]
    assert "Line 3 of the file" in read_file(data).notes[0]


def test_a_title_above_the_headings_empty_lines_and_a_separator_line_are_passed_over() -> None:
    text = 'sep=;\r\n"Staff list";;\r\n\r\nName;Role;\r\n;;\r\nDot Moon;cook;\r\n\r\n'
    (row,) = rows(text)
    assert (row.line, row.name) == (6, "Dot Moon")


def test_a_cell_over_several_lines_keeps_the_count_of_lines() -> None:
    found = rows('Name,Class,Role\n"Dot\nMoon",A,cook\nRuby,B,cook\n')
    assert [(row.line, row.name) for row in found] == [(2, "Dot Moon"), (4, "Ruby")]


def test_more_cells_than_headings_is_a_fault_and_fewer_are_empty() -> None:
    found = read("Name,Role,Class\nMoon, Dot,cook,A,x\nRuby,cook\n")
    assert [row.name for row in found.rows] == ["Ruby"]
    assert (found.faults[0].line, found.faults[0].expected) == (2, "3 cells, as there are headings; found 5")


def test_the_same_heading_twice_takes_the_first() -> None:
    (row,) = rows("Name,Role,Email,Email\nDot Moon,cook,a@b.example,c@d.example\n")
    assert row.email == "a@b.example"


def test_two_hundred_columns_are_read_and_too_many_are_refused() -> None:
    def wide(count: int) -> str:
        more = count - 2
        return f"Name,Role{',x' * more}\nDot,cook{',y' * more}\n"

    assert rows(wide(200))[0].name == "Dot"
    with pytest.raises(UnreadableFileError, match="columns"):
        read_file(wide(MOST_COLUMNS + 1).encode())


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "@SUM(1+1)", "+44 1234", '=HYPERLINK("x")'])
def test_a_formula_is_letters_and_is_pointed_out(name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    found = fault(f"Name,Role\n{quoted},cook\n")
    assert (found.line, found.value, found.stops) == (2, name, True)
    assert "not a formula" in found.expected


def test_a_formula_in_a_class_is_kept_as_letters_and_pointed_out() -> None:
    found = read("Name,Role,Class\nDot,cook,=1+1\n")
    assert found.rows[0].group == "=1+1"
    assert (found.faults[0].stops, found.faults[0].value) == (False, "=1+1")


def test_a_number_that_a_spreadsheet_guards_is_its_text() -> None:
    (row,) = rows('Adno,Name,Role\n"=""00123""",Ruby,pupil\n')
    assert row.key == "admission:00123"


@pytest.mark.parametrize(
    ("line", "value", "expected"),
    [
        (",cook,,", "", "a name"),
        ("Dot,cook,dot.example,", "dot.example", "one address such as name@example.org"),
        ("Dot,cook,,31/02/2024", "31/02/2024", "a date such as 01/09/2026 (day, month, year) or 2026-09-01"),
        ("D\x00t,cook,,", "D\ufffdt", "a name in letters that can be read"),
        (f"{'x' * 151},cook,,", f"{'x' * 59}…", "a name of at most 150 letters"),
        ("Dot,,,", "", "a role or job title"),
    ],
)
def test_a_fault_says_the_line_the_value_and_what_was_expected(line: str, value: str, expected: str) -> None:
    found = fault(f"Name,Role,Email,Start date\n{line}\n")
    assert (found.line, found.value, found.expected) == (2, value, expected)
    assert found.advice


def test_everything_wrong_with_a_line_is_said_at_once() -> None:
    found = read("Name,Role,Email,Start date\n=1,cook,nonsense,soon\n")
    assert ([said.value for said in found.faults], found.rows) == (["=1", "nonsense", "soon"], [])


def test_a_last_day_before_the_first_is_a_fault() -> None:
    found = fault("Name,Role,From,To\nDot,cook,02/09/2024,01/09/2024\n")
    assert found.value == "01/09/2024"


def test_an_unknown_year_is_pointed_out_and_the_pupil_taken() -> None:
    found = read("Name,Role,Year\nRuby,pupil,Blue\n")
    assert found.rows[0].year_group == ""
    assert (found.faults[0].value, found.faults[0].stops) == ("Blue", False)


def test_a_very_long_cell_and_an_open_quotation_mark_are_faults_of_their_line() -> None:
    long = read(f"Name,Role,Class\nDot,cook,{'x' * 3000}\nRuby,cook,\n")
    assert ([row.name for row in long.rows], long.faults[0].line) == (["Ruby"], 2)
    lost = read('Name,Role\nAnn,cook\n"Dot,cook\n' + "Ruby,cook\n" * 40_000)
    assert ([row.name for row in lost.rows], lost.faults[0].line) == (["Ann"], 3)
    assert "quotation mark" in lost.faults[0].advice


def test_an_address_that_several_people_have_stays_with_the_first() -> None:
    found = read("Staff Code,Name,Role,Email\n1,Ann,cook,a@b.example\n2,Bob,cook,A@B.example\n3,Cy,cook,\n")
    assert [(row.name, row.email) for row in found.rows] == [("Ann", "a@b.example"), ("Bob", ""), ("Cy", "")]
    (said,) = found.faults
    assert (said.line, said.stops, "line 2" in said.expected) == (3, False, True)


def test_a_number_that_two_people_have_is_a_fault_and_two_posts_of_one_are_not() -> None:
    found = read("Staff Code,Name,Role\n1,Ann,cook\n1,Bob,cook\n2,Cy,cook\n2,Cy,ta\n")
    assert [(row.name, row.roles) for row in found.rows] == [("Cy", ("support-staff", "teaching-assistant"))]
    assert [said.line for said in found.faults] == [2, 3]


def test_two_people_of_one_name_and_nothing_else_cannot_be_told_apart() -> None:
    found = read("Name,Role\nMiss Ann One,cook\nAnn ONE,cook\n")
    assert not found.rows
    assert "line 3" in found.faults[0].expected


def test_people_who_are_to_be_left_out_are_counted() -> None:
    found = read("Name,Role\nAnn,cook\nBob,teacher\n", cook="-")
    assert ([row.name for row in found.rows], found.left_out) == (["Bob"], 1)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b",,\n;;\n", "nobody under them"),
        (b"%PDF-1.4", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90), "Excel"),
        (b"a" * (LARGEST_FILE + 1), "at most 20 MB"),
        (bytes(range(1, 32)) * 40, "not text"),
        (b"Name,Role\n" * 1, "nobody under them"),
        (b"n\n" + b"x\n" * 50_003, "50,000 lines"),
    ],
)
def test_what_is_no_list_gets_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=sentence):
        read_file(data)
