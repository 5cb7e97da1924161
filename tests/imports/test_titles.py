"""Guesses of roles from job titles, as schools in England write them."""

import tomllib

import pytest

from belisha.imports.files.reader import read_file
from belisha.imports.files.title_rules import known_titles, role_by_rules
from belisha.imports.files.titles import guess_role, is_staff_list
from belisha.rules.vocabulary.loading import load_vocabulary
from tests.conftest import ROOT

ROLES = [role.id for role in load_vocabulary().roles.values() if not role.is_institution]
LIBRARY = tomllib.loads((ROOT / "belisha/library/titles.toml").read_text(encoding="utf-8"))
NOBODY = ""
# None of these stands in the table: the rules must carry over to titles that nobody wrote down.
ELSEWHERE = {
    "support-staff": (
        "PA to the Head",
        "Secretary to the Head of School",
        "Headteacher Support Officer",
        "Assistant to the SENCO",
        "Pupil Premium Officer",
        "Student Welfare Manager",
        "Parent Mail Administrator",
        "Looked After Children Mentor",
        "Child Protection and Attendance Officer",
        "Governor Support Officer",
        "Executive Headteacher's Secretary",
        "Deputy Headteacher's Assistant",
        "Assistant Caretaker",
        "Cleaner-in-Charge",
        "Trust IT Manager",
        "Head of Catering",
        "SEN Pupil Support Worker",
        "Interim Finance Officer",
        "Acting Site Manager",
        "Volunteer Programme Coordinator",
        "Teacher Liaison Officer",
        "Kitchen Porter",
        "Student Voice Coordinator",
    ),
    "teacher": (
        "Year 6 Teacher & English Lead",
        "Teacher of Pupils with Hearing Impairment",
        "KS2 Teacher",
        "Head of KS3 Maths",
        "Teacher (Student Support)",
        "Reception Teacher",
        "Acting Head of Year 8",
        "Careers Lead",
        "Geography Teacher 0.6 FTE",
    ),
    "teaching-assistant": (
        "Level 2 TA",
        "TA - Year 3",
        "HLTA and Cover Supervisor",
        "Trainee Teaching Assistant",
        "Teacing Assistant",
        "Agency Teaching Assistant",
        "SEND Teaching Assistant 1:1",
        "TA/MDS",
    ),
    "student-teacher": ("Student Teacher (PGCE)", "Apprentice Teacher", "PGCE Trainee Teacher"),
    "slt": (
        "Assistant Head Teacher - Inclusion",
        "Vice-Principal (Curriculum)",
        "Assistant Headteacher/SENCO",
    ),
    "headteacher": ("Headteacher (Junior School)",),
    "volunteer": ("Parent Volunteer", "PTA Secretary", "Volunteer Reading Helper"),
    "contractor": ("Piano Teacher (self-employed)", "External Examiner"),
    "governor": ("Local Authority Governor (SEND)",),
    "clerk": ("Governors' Clerk",),
    NOBODY: (
        "Acting Assistant Headteacher",
        "Interim Headteacher (maternity cover)",
        "Acting Head of School",
        "Co Head",
        "Deputy Head (Pastoral and DSL)",
        "Headteachers",
        "Chair of gouvernors",
        "Zookeeper",
        "Pupil",
        "Student",
        "Child",
        "Year 6",
        "Parent",
        "Student Counsellor",
        "Regional Headteacher",
        "Academy Trustee",
        "Head and DSL",
    ),
}


def guess(title: str, *, is_staff: bool = True) -> str:
    found = guess_role(title, ROLES, load_vocabulary(), is_staff=is_staff)
    return found.role if found else NOBODY


def test_the_table_holds_three_hundred_titles_each_once() -> None:
    titles = [title for some in LIBRARY["known"].values() for title in some]
    assert len(titles) >= 300
    assert len(titles) == len(known_titles())


@pytest.mark.parametrize("role", LIBRARY["known"])
def test_a_title_of_the_table_gives_its_role(role: str) -> None:
    expected = NOBODY if role == "ask" else role
    found = {title: guess(title, is_staff=role != "parent") for title in LIBRARY["known"][role]}
    assert {title: got for title, got in found.items() if got != expected} == {}


def test_the_rules_alone_agree_with_the_table() -> None:
    wrong = {
        title: got
        for role, titles in LIBRARY["known"].items()
        for title in titles
        if (got := role_by_rules(title)) not in (role, "", *(["ask"] if role == "ask" else []))
    }
    missing = [
        title
        for role, titles in LIBRARY["known"].items()
        if role != "ask"
        for title in titles
        if not role_by_rules(title)
    ]
    assert len(wrong) <= 12, wrong
    assert len(missing) <= 25, missing


@pytest.mark.parametrize(
    ("role", "title"), [(role, title) for role, some in ELSEWHERE.items() for title in some]
)
def test_rules_carry_over_to_titles_that_nobody_wrote_down(role: str, title: str) -> None:
    assert guess(title) == role
    assert title.casefold() not in known_titles()


def test_no_word_of_a_rule_is_a_role_that_there_is_not() -> None:
    named = {rule["role"] for rule in LIBRARY["rules"]} | LIBRARY["known"].keys() | set(LIBRARY["offices"])
    assert named - {"ask"} <= set(ROLES)
    assert all(load_vocabulary().roles[role].is_office for role in LIBRARY["offices"])


@pytest.mark.parametrize(
    ("text", "is_staff"),
    [
        ("Staff Code,Name,Role\n1,Ann,student\n", True),
        ("Name,Job Title\nAnn,student\n", True),
        ("Name,Role\nAnn,student\n", False),
        ("Name,Role,Year\nAnn,student,3\n", False),
        ("Name,Job Title,UPN\nAnn,student,A1\n", False),
    ],
)
def test_never_a_pupil_from_a_list_of_staff(text: str, is_staff: bool) -> None:
    from belisha.imports.files.fields import guess_columns

    table = read_file(text.encode())
    assert is_staff_list(table, guess_columns(table.headings)) is is_staff
    assert guess("student", is_staff=is_staff) == (NOBODY if is_staff else "pupil")
