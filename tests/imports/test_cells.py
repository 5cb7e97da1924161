"""Dates, year groups, names and job titles."""

from datetime import date

import pytest

from belisha.imports.files.dates import read_date
from belisha.imports.files.fields import FIELDS, guess_columns
from belisha.imports.files.names import fold_name, full_name
from belisha.imports.files.titles import guess_role
from belisha.imports.files.years import read_year
from belisha.rules.vocabulary.loading import load_vocabulary

ROLES = [role.id for role in load_vocabulary().roles.values() if not role.is_institution]


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-01", "2026/9/1", "20260901", "01/09/2026", "1/9/26", "01-09-2026", "1.9.2026", "1 Sep 2026",
        "01-Sep-26", "1st September 2026", "Tue 1 Sep 2026", "Tuesday, 1 September 2026",
        "2026-09-01T00:00:00",
        "2026-09-01 00:00:00.000", "01/09/2026 00:00", "2026-09-01T08:30:00+01:00", "46266", "46266.0",
    ],
)  # fmt: skip
def test_one_day_in_every_form(text: str) -> None:
    assert read_date(text) == date(2026, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "31/02/2026",
        "09/13/2026",
        "2026-13-01",
        "1/9",
        "99999",
        "01/09/1066",
        "٠١/٠٩/٢٠٢٦",
        "-",
        "0",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert read_date(text) is None


def test_the_day_comes_before_the_month() -> None:
    assert read_date("03/04/2025") == date(2025, 4, 3)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Year 2", "2"), ("2", "2"), ("Y2", "2"), ("02", "2"), ("yr  11", "11"), ("R", "R"),
        ("Reception", "R"),
        ("Year R", "R"), ("N2", "N"), ("Nursery", "N"), ("", ""), ("  ", ""), ("15", None), ("Owls", None),
        ("Year two", None), ("²", None), ("0", "R"), ("13", "13"),
    ],
)  # fmt: skip
def test_year_groups(text: str, year: str | None) -> None:
    assert read_year(text) == year


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({"whole": "Ashdown, Ruby"}, "Ruby Ashdown"),
        ({"whole": "Ashdown , Ruby Mae"}, "Ruby Mae Ashdown"),
        ({"whole": "Miss  Eleanor Jones"}, "Miss Eleanor Jones"),
        ({"title": "Mrs", "family": "Gill"}, "Mrs Gill"),
        ({"title": "Mrs", "given": "Ann", "family": "Gill"}, "Ann Gill"),
        ({"given": "Pelé"}, "Pelé"),
        ({"whole": ","}, ""),
    ],
)
def test_names_are_put_together(parts: dict[str, str], name: str) -> None:
    assert full_name(**parts) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Miss Zoë O’Neill", "zoe o'neill"),
        ("Al-Sayed", "AL SAYED"),
        ("Dr. Mr Łukasz Nowak", "łukasz  nowak"),
        ("REVD Ann", "Ann"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


def test_a_person_may_be_called_like_a_title_alone() -> None:
    assert fold_name("Sister") == "sister"


@pytest.mark.parametrize(
    ("title", "role", "is_sure"),
    [
        ("Class Teacher", "teacher", True),
        ("HLTA", "teaching-assistant", True),
        ("LUNCHTIME-SUPERVISOR", "support-staff", True),
        ("Headteacher", "headteacher", True),
        ("Teaching Assistant Level 3", "teaching-assistant", False),
        ("Site Supervisor", "support-staff", False),
    ],
)
def test_job_titles_mean_roles_by_the_vocabulary(title: str, role: str, is_sure: bool) -> None:
    meant = guess_role(title, ROLES, load_vocabulary())
    assert meant is not None
    assert (meant.role, meant.is_sure) == (role, is_sure)


@pytest.mark.parametrize(
    "title",
    ["Headteacher's PA", "Assistant to the Headteacher", "Headteachers", "Chair of gouvernors", "Zookeeper"],
)
def test_an_office_is_never_guessed(title: str) -> None:
    meant = guess_role(title, ROLES, load_vocabulary())
    offices = {role.id for role in load_vocabulary().roles.values() if role.is_office}
    assert meant is None or meant.role not in offices


def test_no_heading_stands_for_two_fields() -> None:
    headings = [heading for field in FIELDS for heading in field.headings]
    assert len(headings) == len(set(headings))
    assert guess_columns(["SURNAME", "Fore-name", "E-Mail", "Reg. Group"]) == {
        "family": 0,
        "email": 2,
        "group": 3,
    }


@pytest.mark.parametrize(
    "title",
    [
        *("Kitchen Assistant", "Midday Meals Supervisor", "Lunchtime assistant", "Premises Officer"),
        *("Cleaner in charge", "Assistant Caretaker", "Office Manager", "Finance & HR Officer"),
    ],
)
def test_a_word_of_the_title_tells_support_staff(title: str) -> None:
    found = guess_role(title, ROLES, load_vocabulary())
    assert found is not None
    assert (found.role, found.is_sure) == ("support-staff", False)
