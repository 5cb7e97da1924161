"""The marks that say which clauses act can be read, and no clause is lost from the page made from them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from belisha.rules.coverage import stated_clauses
from tests.house.project import ROOT

sys.path.insert(0, str(ROOT / "tools"))

from clause_marks import Shown, read_marks
from docs_acting import ActingError, acting, page

TEST = """
import pytest

clause = pytest.mark.clause
ROWS = [pytest.param(1, marks=clause("G1"), id="row one"), pytest.param(2, marks=[clause("G9", "K5")])]
ALL = [*ROWS]


@pytest.mark.clause("B5")
def test_with_a_line():
    '''The site does this.

    And more.
    '''


@clause("B7", "B9")
async def test_without_a_line(): ...


@pytest.mark.parametrize("row", ALL)
def test_of_a_table(row):
    '''Each row.'''


@pytest.mark.clause("H5")
class TestOfAClass:
    pytestmark = [pytest.mark.clause("H10")]

    @pytest.mark.parametrize("row", [pytest.param(1, marks=pytest.mark.clause("H12"), id="own row")])
    def test_inside(self, row): ...
"""


def test_every_kind_of_mark_is_read() -> None:
    module = read_marks(TEST, path="t.py")
    assert module.faults == []
    assert sorted(module.shown) == [
        Shown("B5", "The site does this.", "t.py::test_with_a_line"),
        Shown("B7", "without a line", "t.py::test_without_a_line"),
        Shown("B9", "without a line", "t.py::test_without_a_line"),
        Shown("G1", "row one", "t.py::test_of_a_table[row one]"),
        Shown("G9", "Each row.", "t.py::test_of_a_table"),
        Shown("H10", "inside", "t.py::TestOfAClass::test_inside"),
        Shown("H12", "own row", "t.py::TestOfAClass::test_inside[own row]"),
        Shown("H5", "inside", "t.py::TestOfAClass::test_inside"),
        Shown("K5", "Each row.", "t.py::test_of_a_table"),
    ]


def test_a_line_is_filled_with_the_values_of_its_row() -> None:
    text = (
        "ROWS = [pytest.param('teacher', 'no', marks=pytest.mark.clause('G1'))]\n"
        "@pytest.mark.parametrize(('role', 'verdict'), ROWS)\n"
        "def test_a(role, verdict):\n    'Answers a {role}: {verdict}.'\n"
    )
    assert read_marks(text, path="t.py").shown == [Shown("G1", "Answers a teacher: no.", "t.py::test_a")]


def test_a_mark_on_the_module_holds_for_each_of_its_tests() -> None:
    text = "pytestmark = pytest.mark.clause('G1')\ndef test_a(): ...\ndef helper(): ...\ndef test_b(): ...\n"
    assert [each.test for each in read_marks(text, path="t.py").shown] == ["t.py::test_a", "t.py::test_b"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@pytest.mark.clause(*IDS)\ndef test_a(): ...", "are not written out: `*IDS`"),
        ("@pytest.mark.clause()\ndef test_a(): ...", "a mark without ids"),
        ("@pytest.mark.clause('G1')\ndef helper(): ...", "neither on a test"),
        ("ROWS = [pytest.param(1, marks=pytest.mark.clause('G1'))]", "a row that no test of this file takes"),
    ],
)
def test_a_mark_that_cannot_be_read_is_a_fault(text: str, words: str) -> None:
    (fault,) = read_marks(text, path="t.py").faults
    assert fault.startswith("t.py:")
    assert words in fault


def test_an_unknown_id_is_refused(tmp_path: Path) -> None:
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_a.py").write_text("@pytest.mark.clause('X1')\ndef test_a(): ...\n", encoding="utf-8")
    with pytest.raises(ActingError, match=r"tests/test_a\.py::test_a shows `X1`, which is no clause"):
        acting(tests=tests)


def test_what_no_test_shows_is_listed_at_the_end() -> None:
    text = page("note\n", [Shown("G1", "Shows it.", "t.py::test_a")], stated_clauses())
    tables, missing = text.split("## Not shown yet")
    assert "**1 of 346 clauses are shown by a test.**" in tables
    assert "| Shows it. | `t.py::test_a` |" in tables
    assert "\n- G1 (" not in missing
    assert missing.count("\n- ") == 345


def test_a_clause_that_needs_two_parts_and_has_one_is_shown_in_part() -> None:
    shown = [
        Shown("G35", "Asked.", "tests/clauses/test_asking.py::test_a"),
        Shown("G36", "Checked.", "tests/checking/test_check.py::test_a"),
        Shown("G36", "Granted.", "tests/registers/test_requests.py::test_a"),
        Shown("G1", "Shown.", "tests/clauses/test_documents.py::test_a"),
    ]
    text = page("note\n", shown, stated_clauses())
    assert "1 of these are shown in one part and not yet in another" in " ".join(text.split())
    assert "- checking a draft (1): G35\n" in text


def test_the_marks_of_this_project_name_clauses_and_none_is_lost() -> None:
    """Every mark names one of the 346 clauses, and the page has a row for each of these, shown or not."""
    rows = [line.split(" | ")[0].removeprefix("| ") for line in acting().splitlines() if line[:2] == "| "]
    assert sorted(set(rows) & set(stated_clauses())) == sorted(stated_clauses())
    assert len(rows) == len(stated_clauses()) + 5


def test_the_page_of_acting_clauses_is_up_to_date() -> None:
    page = (ROOT / "docs" / "reference" / "acting.md").read_text(encoding="utf-8")
    assert page == acting(), "run `python tools/check_docs.py --acting > docs/reference/acting.md`"
