"""What a situation sets off."""

import pytest

from belisha.rules.ruling import Ruling
from tests.rules.judging_cases import (
    effect,
    policy,
    rule,
    ruling,
    unless,
    verdict,
)


def dues(said: Ruling) -> list[tuple[str, str]]:
    return [(due.force, due.do) for due in said.duties]


def test_what_a_clause_that_applies_sets_off() -> None:
    it = policy(
        rule(
            "staff", "must", "report-attempt", id="report", by="within a day",
            then=[
                effect("report", "headteacher", "slt"),
                effect("record", register="incidents", what="the words"),
            ],
        ),
        rule("staff", "should", "report-attempt", when=["in-lesson"], then=[effect("tell", "parent")]),
    )  # fmt: skip
    said = ruling(it, "teacher", "report-attempt", in_lesson=False)
    assert [(due.do, due.to, due.by, due.cites, due.clause, due.force) for due in said.duties] == [
        (
            "report to the headteacher or the senior leadership team",
            ("headteacher", "slt"), "within a day", ("Xreport",), "report", "must",
        ),
        ("record in the incident record (the words)", (), "within a day", ("Xreport",), "report", "must"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("deed", "whom", "what", "expected"),
    [
        ("ask", "headteacher", "", "ask the headteacher"),
        ("wait", "police", "for advice", "wait for the police (for advice)"),
        ("keep", "", "screenshots", "keep screenshots"),
        ("refer", "police", "", "refer to the police"),
        ("show", "parent", "the post", "show to the parent (the post)"),
    ],
)
def test_an_effect_in_plain_words(deed: str, whom: str, what: str, expected: str) -> None:
    it = policy(rule("staff", "must", "follow", then=[effect(deed, *filter(None, [whom]), what=what)]))
    assert dues(ruling(it, "teacher", "follow")) == [("must", expected)]


def test_a_ban_that_stands_is_reported_and_one_that_is_lifted_is_put_on_record() -> None:
    it = policy(
        rule(
            "staff", "must not", "befriend", unless=[unless("family")],
            then=[effect("report", "headteacher"), effect("record", register="permissions")],
        )
    )  # fmt: skip
    assert dues(ruling(it, "teacher", "befriend", "pupil")) == [("must", "report to the headteacher")]
    lifted = ruling(it, "teacher", "befriend", "pupil", family=True)
    assert dues(lifted) == [("must", "record in the register of permissions")]


def test_a_ban_without_exceptions_sets_all_of_it_off() -> None:
    it = policy(rule("staff", "must not", "befriend", then=[effect("keep", what="the messages")]))
    assert dues(ruling(it, "teacher", "befriend", "pupil")) == [("must", "keep the messages")]


def test_a_permission_that_is_outweighed_and_a_duty_that_is_lifted_set_nothing_off() -> None:
    it = policy(
        rule("staff", "may", "follow", then=[effect("tell", "slt")]),
        rule("teacher", "must not", "follow", id="ban"),
        rule("staff", "must", "tell-police", unless=[unless("family")], then=[effect("record")]),
    )
    assert dues(ruling(it, "assistant", "follow")) == [("must", "tell the senior leadership team")]
    assert dues(ruling(it, "teacher", "follow")) == []
    assert dues(ruling(it, "teacher", "tell-police", family=True)) == []


def test_what_an_action_sets_off() -> None:
    it = policy(
        rule(
            "staff", "must", "tell-police", on="find-image", by="at once", then=[effect("report", "police")]
        ),
        rule("staff", "must not", "investigate", on="find-image"),
        rule("staff", "may", "answer-press", on="find-image"),
        rule("staff", "should", "report-attempt", on="contact", when=["in-lesson"], towards="pupil"),
        rule("staff", "should", "follow", on="find-image", unless=[unless("family")]),
        rule("parent", "must", "report-attempt", on="find-image"),
    )
    found = ruling(it, "teacher", "find-image", family=True)
    assert (found.verdict, found.grounds) == ("silent", ())
    assert [(due.force, due.do, due.by) for due in found.duties] == [
        ("must", "tell the police", "at once"),
        ("must", "report to the police", "at once"),
        ("must not", "do not investigate", ""),
    ]
    # of a wider action, with conditions that hold or are not known, towards whom it says or nobody known
    due = [("should", "report an attempt")]
    assert dues(ruling(it, "teacher", "befriend", "pupil")) == due
    assert dues(ruling(it, "teacher", "befriend", in_lesson=True)) == due
    assert dues(ruling(it, "teacher", "befriend", "pupil", in_lesson=False)) == []
    assert dues(ruling(it, "teacher", "befriend", "parent")) == []
    # and it can be asked about by itself
    assert verdict(it, "teacher", "investigate") == "prohibited"


def test_a_should_that_binds_is_a_duty_in_the_words_of_the_policy() -> None:
    it = policy(rule("staff", "should", "tell-police", on="find-image"), binds="staff")
    assert dues(ruling(it, "teacher", "find-image")) == [("should", "tell the police")]
