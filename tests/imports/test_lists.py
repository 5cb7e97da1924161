"""Lists as people print and keep them: who is there, groups with headings, totals, numbers as quantities."""

import pytest

from tests.imports.reading_steps import read, rows


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Left", ("No", "Yes")), ("Current staff", ("Y", "N")), ("Is active?", ("TRUE", "FALSE")),
        ("Leaver Y/N", ("n", "y")), ("Archived", ("0", "1")), ("Employment status", ("Active", "Terminated")),
    ],
)  # fmt: skip
def test_a_column_that_says_who_is_there_is_known_by_its_words(heading: str, cells: tuple[str, str]) -> None:
    there, gone = cells
    data = f"Staff Code,Name,Job Title,{heading}\nA1,Ann Oak,Teacher,{there}\nA2,Bob Elm,Teacher,{gone}\n"
    assert [(row.name, row.is_gone) for row in rows(data)] == [("Ann Oak", False), ("Bob Elm", True)]


def test_a_heading_that_says_something_else_of_what_is_current_is_no_state() -> None:
    data = "Name,Current Role,Current Year Group,Active From\nAnn Oak,Teacher,1,1\n"
    assert [row.is_gone for row in rows(data, role_of_all="teacher")] == [False]


@pytest.mark.parametrize(
    ("report", "found"),
    [
        ("Oakham School\nYear 3\nName,Adno\nAnn Oak,1\n", [("Ann Oak", "3", "")]),
        ("Name,Adno\nYear 4 (28 pupils),\nAnn Oak,1\nTotal,28\n", [("Ann Oak", "4", "")]),
        ("Name,Adno\nYear 4,\nClass Badgers,\nAnn Oak,1\n", [("Ann Oak", "4", "Badgers")]),
        (
            "Forename,Surname\nClass 4B,\nAnn,Oak\nHedgehogs,\nBob,Elm\n",
            [("Ann Oak", "", "4B"), ("Bob Elm", "", "")],
        ),
        ("Name,Adno\nYear 3,\nClass 4B,\nAnn Oak,1\nGrand total:,1\n", [("Ann Oak", "", "4B")]),
    ],
)  # fmt: skip
def test_the_group_above_the_lines_of_a_report(report: str, found: list[tuple[str, str, str]]) -> None:
    shown = read(report, role_of_all="pupil").rows
    assert [(row.name, row.year_group, row.group) for row in shown] == found


def test_a_number_that_became_a_quantity_is_the_number() -> None:
    (one, other) = rows("Adno,Name\n412.0,Ann Oak\n4.50,Bob Elm\n", role_of_all="pupil")
    assert (one.keys, other.keys) == (("admission:412",), ("admission:4.50",))
