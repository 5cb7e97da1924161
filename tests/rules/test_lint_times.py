"""A ban for one time of the day, where the policy says nothing of another."""

from __future__ import annotations

from datetime import date

import pytest

from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.lint import lint
from tests.rules.test_dimensions import of

ON = date(2026, 11, 21)
BAN = "- who: staff\n- must not: use-phone\n"


def found(*clauses: str) -> list[str]:
    """The sentences of the findings of this check."""
    return [each.sentence for each in lint(of(*clauses), ON) if each.check == "otherwise-silent"]


def test_working_time_says_nothing_of_breaks() -> None:
    holds = "“Clause 0” holds where it is working time, outside breaks."
    silent = "Where it is a break (`in-break`), the policy says nothing."
    assert found(f"{BAN}- when: working-time") == [f"{holds} {silent}"]


@pytest.mark.parametrize(
    "clauses",
    [
        (f"{BAN}- unless: in-break",),
        (f"{BAN}- when: working-time", "- who: staff\n- may: use-phone\n- when: in-break"),
        (f"{BAN}- when: working-time", "- who: everyone\n- should not: use-personal-device"),
        (f"{BAN}- when: working-time or in-break",),
        (f"{BAN}- when: own-device",),
        ("- who: staff\n- must: put-phone-away\n- when: in-lesson",),
    ],
)
def test_nothing_is_told_where_it_speaks_of_both_or_of_no_time(clauses: tuple[str, ...]) -> None:
    assert not found(*clauses)


@pytest.mark.parametrize("slug", library_slugs())
def test_the_policies_of_the_library_speak_of_both(slug: str) -> None:
    assert not [each for each in lint(load_policy(slug), ON) if each.check == "otherwise-silent"]
