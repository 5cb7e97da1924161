"""The job titles of English schools are known as the roles that they are."""

import tomllib
from importlib.resources import files

import pytest

from belisha.asking.lexicon import named_role
from tests.asking.asked import VOCABULARY

TITLES = tomllib.loads((files("belisha") / "library" / "job-titles.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("lunchtime supervisor", "support-staff"),
        ("School Business Manager", "support-staff"),
        ("chaplain", "support-staff"),
        ("exams officer", "support-staff"),
        ("ELSA", "support-staff"),
        ("SENCO", "teacher"),
        ("site manager", "support-staff"),
        ("peripatetic music teacher", "contractor"),
        ("Biology technician", "support-staff"),
        ("acting head", "headteacher"),
        ("chair of trustees", "chair-of-governors"),
    ],
)
def test_everyday_titles_are_known(title: str, role: str) -> None:
    assert named_role(title, VOCABULARY) == role


def test_every_title_of_the_library_is_some_role() -> None:
    titles = [title for known in TITLES["titles"].values() for title in known]
    assert len(titles) >= 300
    assert [title for title in titles if named_role(title, VOCABULARY) is None] == []


@pytest.mark.parametrize("title", ["", "astronaut", "x" * 500, "the moon"])
def test_no_title_is_no_role(title: str) -> None:
    assert named_role(title, VOCABULARY) is None
