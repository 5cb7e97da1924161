"""Facts are three-valued, and some follow from others."""

from belisha.rules.language.clauses import PlatformFact
from belisha.rules.ruling import Ruling
from tests.rules.judging_cases import (
    policy,
    rule,
    ruling,
    shared,
    verdict,
)


def standings(of: Ruling) -> dict[str, str]:
    return {ground.clause: ground.standing.value for ground in of.grounds}


def test_facts_are_three_valued() -> None:
    it = policy(rule("staff", "must not", "follow", when=["in-lesson"]))
    assert verdict(it, "teacher", "follow", in_lesson=True) == "prohibited"
    assert verdict(it, "teacher", "follow", in_lesson=False) == "silent"
    unknown = ruling(it, "teacher", "follow")
    assert unknown.verdict == "depends"
    [ask] = unknown.asks
    assert (ask.fact, ask.question, ask.decides) == ("in-lesson", "In a lesson?", True)
    assert dict(ask.then) == {"yes": "prohibited", "no": "silent"}


def test_what_a_known_fact_implies_is_known_and_its_contrary_too() -> None:
    it = policy(rule("staff", "must not", "follow", when=["not in-break"]))
    assert verdict(it, "teacher", "follow", in_lesson=True) == "prohibited"
    linked = policy(rule("staff", "must not", "follow", when=["family"]))
    assert verdict(linked, "teacher", "follow", link=False) == "silent"


def test_what_is_told_goes_before_what_follows() -> None:
    it = policy(rule("staff", "must not", "follow", when=["in-break"]))
    assert verdict(it, "teacher", "follow", in_lesson=True, in_break=True) == "prohibited"


def test_the_alternatives_of_a_line_and_the_lines_of_a_clause() -> None:
    it = policy(rule("staff", "must not", "follow", when=[["in-lesson", "in-break"], "own-device"]))
    assert verdict(it, "teacher", "follow", in_break=True, own_device=True) == "prohibited"
    assert verdict(it, "teacher", "follow", in_break=True) == "depends"
    assert verdict(it, "teacher", "follow", in_break=False, in_lesson=False) == "silent"
    assert verdict(it, "teacher", "follow", own_device=False) == "silent"


def test_numbers_and_platforms_are_compared() -> None:
    it = policy(
        rule("pupil", "must not", "follow", when=["age below 13"]),
        rule("pupil", "must not", "post-picture", when=["platform is whatsapp"]),
    )
    assert verdict(it, "pupil", "follow", age=12) == "prohibited"
    assert verdict(it, "pupil", "follow", age=13) == "silent"
    [ask] = ruling(it, "pupil", "follow").asks
    assert dict(ask.then) == {"below 13": "prohibited", "13 or over": "silent"}
    [ask] = ruling(it, "pupil", "post-picture").asks
    assert dict(ask.then) == {"whatsapp": "prohibited", "other": "silent"}


AGES = (
    PlatformFact(platforms=("whatsapp",), minimum_age=16, **shared({"id": "whatsapp-16"})),
    PlatformFact(platforms=("other",), minimum_age=13, **shared({"id": "others-13"})),
)


def test_under_age_follows_from_the_age_and_what_the_policy_says_of_the_platform() -> None:
    it = policy(rule("pupil", "must not", "use-social-media", when=["under-age"]), *AGES)
    said = ruling(it, "pupil", "use-social-media", age=14, platform="whatsapp")
    assert said.verdict == "prohibited"
    assert standings(said)["whatsapp-16"] == "informs"
    assert "others-13" not in standings(said)
    assert verdict(it, "pupil", "use-social-media", age=14, platform="facebook") == "silent"
    assert verdict(it, "pupil", "use-social-media", under_age=True) == "prohibited"
    [ask] = ruling(it, "pupil", "use-social-media").asks
    assert ask.fact == "under-age"
    [ask] = ruling(it, "pupil", "use-social-media", age=14).asks
    assert (ask.fact, dict(ask.then)) == ("platform", {"whatsapp": "prohibited", "other": "silent"})
    [ask] = ruling(it, "pupil", "use-social-media", platform="facebook").asks
    assert (ask.fact, dict(ask.then)) == ("age", {"below 13": "prohibited", "13 or over": "silent"})


def test_an_unusual_fact_is_taken_not_to_hold_until_somebody_says_so() -> None:
    it = policy(
        rule("staff", "must not", "follow", when=["not emergency"]),
        rule("staff", "must", "name-school", when=["emergency"]),
    )
    said = ruling(it, "teacher", "follow")
    assert said.verdict == "prohibited"
    [ask] = said.asks
    assert (ask.fact, ask.decides, dict(ask.then)) == (
        "emergency",
        False,
        {"yes": "silent", "no": "prohibited"},
    )
    assert verdict(it, "teacher", "name-school") == "silent"
    assert verdict(it, "teacher", "name-school", emergency=True) == "required"
