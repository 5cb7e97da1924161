"""A draft held up to a policy: the same words are worth what each school's policy makes of them."""

from __future__ import annotations

import pytest

from belisha.checking.draft import LONGEST, DraftError, FindingSeverity
from belisha.checking.roll import SchoolRoll
from belisha.rules.ruling import Verdict
from tests.checking.drafts import checked, cited, is_held_up

NAMED = "Well done Ruby Ashdown, star of the week!"


@pytest.mark.clause("G35")
def test_the_same_post_at_five_schools_gives_five_results() -> None:
    """The check stops a teacher's post that names a pupil at Grange, and rules by each other policy."""
    results = {
        each: checked(each, "teacher", NAMED)
        for each in ("grange", "barley-lane", "hr-cooperative", "coads-green", "calcot")
    }
    assert "G35" in cited(results["grange"])
    assert "B117" in cited(results["barley-lane"])
    assert "H70" in cited(results["hr-cooperative"])
    assert "C36" in cited(results["coads-green"])
    assert {"K78c", "K82a"} <= cited(results["calcot"])
    assert all(each.verdict is Verdict.PROHIBITED for each in results.values())


def test_a_finding_says_where_how_grave_why_and_what_to_do() -> None:
    found = checked("grange", "teacher", NAMED).findings[0]
    assert NAMED[found.start : found.end] == found.words == "Ruby Ashdown"
    assert found.severity is FindingSeverity.BLOCK
    assert found.clauses[0].cites == ("G35",)
    assert found.clauses[0].text
    assert found.fix


def test_what_the_policy_does_not_speak_of_is_only_noted() -> None:
    result = checked("hr-cooperative", "parent", NAMED)
    assert not is_held_up(result)
    assert [each.words for each in result.findings] == ["Ruby Ashdown"]
    assert result.findings[0].verdict is Verdict.SILENT


def test_without_a_roll_the_result_says_so() -> None:
    result = checked("grange", "teacher", "Mrs Adeyemi did a lovely assembly at school", roll=SchoolRoll())
    assert "shape alone" in result.notes[0]
    assert "Mrs Adeyemi" in [each.words for each in result.findings]


def test_somebody_in_danger_meets_help() -> None:
    assert "999" in checked("grange", "pupil", "I want to die and nobody cares").help


@pytest.mark.parametrize(
    ("text", "audience", "message"),
    [
        ("  ", "public", "nothing to check"),
        ("a" * (LONGEST + 1), "public", "at most"),
        ("Hello", "martians", "is not an audience"),
    ],
)
def test_what_cannot_be_checked_is_said(text: str, audience: str, message: str) -> None:
    with pytest.raises(DraftError, match=message):
        checked("grange", "teacher", text, audience)
