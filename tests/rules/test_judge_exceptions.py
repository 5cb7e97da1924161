"""Exceptions defeat rules, and the way out is stated."""

import pytest

from belisha.rules.judge import judge
from belisha.rules.ruling import Ruling, Situation
from tests.rules.judging_cases import (
    WORDS,
    consent,
    declaration,
    office,
    permission,
    policy,
    rule,
    ruling,
    unless,
    verdict,
)


def standings(of: Ruling) -> dict[str, str]:
    return {ground.clause: ground.standing.value for ground in of.grounds}


def test_an_exception_that_holds_lifts_the_rule_and_says_why() -> None:
    it = policy(rule("staff", "must not", "befriend", unless=[unless("family")], id="ban"))
    said = ruling(it, "teacher", "befriend", "pupil", family=True)
    assert said.verdict == "allowed"
    assert standings(said) == {"ban": "lifted"}
    assert [ground.clause for ground in said.deciding] == ["ban"]
    assert [(tried.state, tried.why) for tried in said.tried] == [("holds", "It is close family.")]
    banned = ruling(it, "teacher", "befriend", "pupil", family=False)
    assert (banned.verdict, banned.way_out, banned.asks) == ("prohibited", "", ())
    assert [(tried.state, tried.why) for tried in banned.tried] == [("fails", "It is not close family.")]


def test_an_exception_that_is_not_known_leaves_the_ban_and_states_the_way_out() -> None:
    it = policy(rule("staff", "must not", "befriend", unless=[unless("family")]))
    said = ruling(it, "teacher", "befriend", "pupil")
    assert said.verdict == "prohibited"
    assert said.way_out == "It is allowed if it is close family."
    assert [(tried.exception, tried.state, tried.why) for tried in said.tried] == [
        ("it is close family", "not known", "Not known: whether it is close family.")
    ]
    [ask] = said.asks
    assert (ask.fact, ask.decides, dict(ask.then)) == (
        "family",
        False,
        {"yes": "allowed", "no": "prohibited"},
    )


@pytest.mark.parametrize(
    ("exemption", "facts", "expected", "way_out"),
    [
        (
            unless(permission("headteacher", written=True, prior=True)),
            {},
            "needs-permission",
            "Ask the headteacher for written permission first.",
        ),
        (
            unless(permission("headteacher", written=True)),
            {"permission-of-headteacher": False},
            "prohibited",
            "Ask the headteacher for written permission first.",
        ),
        (
            unless(permission("headteacher", written=True)),
            {"permission-of-headteacher": True},
            "needs-permission",
            "Ask the headteacher for written permission first.",
        ),
        (unless(permission("headteacher")), {"permission-of-headteacher-written": True}, "allowed", ""),
        (
            unless(permission("headteacher", prior=True)),
            {"permission-of-headteacher": True},
            "needs-permission",
            "Ask the headteacher for permission first.",
        ),
        (
            unless(permission("headteacher", prior=True)),
            {"permission-of-headteacher-prior": True},
            "allowed",
            "",
        ),
        (
            unless(permission("headteacher", prior=True)),
            {"permission-of-headteacher": True, "permission-of-headteacher-prior": False},
            "prohibited",
            "Ask the headteacher for permission first.",
        ),
        (
            unless(permission("headteacher", "slt")),
            {"permission-of-headteacher": False},
            "needs-permission",
            "Ask the headteacher or the senior leadership team for permission first.",
        ),
        (unless(permission("headteacher", "slt")), {"permission-of-slt": True}, "allowed", ""),
        (
            unless(permission("headteacher"), "family"),
            {},
            "needs-permission",
            "Ask the headteacher for permission first; it is allowed only if it is close family.",
        ),
        (unless(permission("headteacher"), "family"), {"family": False}, "prohibited", ""),
        (
            unless(permission("headteacher"), "family"),
            {"permission-of-headteacher": True},
            "prohibited",
            "It is allowed if it is close family.",
        ),
        (
            unless(permission("headteacher"), "emergency"),
            {},
            "needs-permission",
            "Ask the headteacher for permission first; it is allowed only if it is an emergency.",
        ),
        (
            unless(consent("parent", written=True, with_reason=True)),
            {},
            "needs-permission",
            "Ask the parent for written consent with the reason stated first.",
        ),
        (
            unless(consent("parent", written=True, with_reason=True)),
            {"consent-of-parent-written": True, "consent-of-parent-with-reason": True},
            "allowed",
            "",
        ),
        (
            unless(declaration("slt")),
            {},
            "prohibited",
            "Declare it to the senior leadership team.",
        ),
        (
            unless(declaration("slt", on_entry=True, approved_by=("headteacher",))),
            {},
            "needs-permission",
            "Declare it to the senior leadership team on entry and have the headteacher approve it.",
        ),
        (
            unless(declaration("slt", approved_by=("headteacher",))),
            {"declared-to-slt": True, "permission-of-headteacher": True},
            "allowed",
            "",
        ),
        (
            unless(office("designated-person")),
            {},
            "prohibited",
            "Only the designated person may do this.",
        ),
        (unless(office("designated-person")), {"holds-designated-person": True}, "allowed", ""),
    ],
)
def test_what_may_be_missing(exemption, facts, expected, way_out) -> None:
    it = policy(rule("everyone", "must not", "name-school", unless=[exemption]))
    said = judge(it, Situation("teacher", "name-school", facts=facts), vocabulary=WORDS)
    assert (said.verdict.value, said.way_out) == (expected, way_out)


def test_an_office_is_held_by_the_role_that_lies_within_it() -> None:
    ban = rule("staff", "must not", "name-school", unless=[unless(office("headteacher"))])
    assert verdict(policy(ban), "headteacher", "name-school") == "allowed"
    assert verdict(policy(ban), "teacher", "name-school") == "prohibited"


def test_a_should_not_without_leave_needs_permission_too() -> None:
    it = policy(rule("staff", "should not", "follow", unless=[unless(permission("slt"))]))
    assert verdict(it, "teacher", "follow") == "needs-permission"
    assert verdict(it, "teacher", "follow", permission_of_slt=False) == "discouraged"


def test_an_obligation_that_is_lifted_leaves_you_free() -> None:
    it = policy(rule("staff", "must", "follow", unless=[unless("family")]))
    assert verdict(it, "teacher", "follow") == "required"
    assert verdict(it, "teacher", "follow", family=True) == "allowed"


def test_a_permission_that_is_lifted_permits_nothing_and_forbids_nothing() -> None:
    it = policy(rule("staff", "may", "befriend", unless=[unless("family")]))
    said = ruling(it, "teacher", "befriend", "parent")
    assert (said.verdict, said.asks[0].fact, said.asks[0].decides) == ("allowed", "family", False)
    lifted = ruling(it, "teacher", "befriend", "parent", family=True)
    assert (lifted.verdict, lifted.ask_whom) == ("silent", ("headteacher",))


def test_several_bans_must_each_be_lifted() -> None:
    with_way = rule("staff", "must not", "name-school", unless=[unless("family")])
    other_way = rule("staff", "must not", "name-school", unless=[unless("link"), unless(declaration("slt"))])
    said = ruling(policy(with_way, other_way), "teacher", "name-school")
    assert said.way_out == (
        "It is allowed if it is close family. And: "
        "It is allowed if there is a link. Or: Declare it to the senior leadership team."
    )
    flat = rule("staff", "must not", "name-school")
    assert ruling(policy(with_way, flat), "teacher", "name-school").way_out == ""
