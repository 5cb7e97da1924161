"""How a ruling is made: `docs/explanation/language.md`, step by step."""

from datetime import date

import pytest

from belisha.rules.clauses import Definition, Note, NoteKind, Office, PlatformFact, Procedure
from belisha.rules.judge import SituationError, compile_policy, judge
from belisha.rules.ruling import Ruling, Situation, Standing

from .judging_cases import (
    WORDS,
    consent,
    declaration,
    office,
    permission,
    policy,
    rule,
    ruling,
    shared,
    unless,
    verdict,
)


def standings(of: Ruling) -> dict[str, str]:
    return {ground.clause: ground.standing.value for ground in of.grounds}


# 1. Which clauses speak


@pytest.mark.parametrize(
    ("role", "action", "towards", "expected"),
    [
        ("teacher", "befriend", "pupil", "prohibited"),  # a wider role
        ("staff", "accept-request", "pupil", "prohibited"),  # a wider action
        ("parent", "befriend", "parent", "silent"),
        ("teacher", "contact", "pupil", "silent"),  # the rule is about something narrower
        ("teacher", "befriend", "parent", "silent"),
        ("teacher", "befriend", "police", "silent"),
        ("pupil", "befriend", "teacher", "prohibited"),  # mutual: the two sides exchanged
        ("pupil", "accept-request", "teacher", "prohibited"),
        ("pupil", "follow", "teacher", "silent"),  # not mutual
        ("teacher", "befriend", None, "depends"),
        ("pupil", "befriend", None, "depends"),
        ("parent", "befriend", None, "silent"),
    ],
)
def test_who_and_what_a_clause_speaks_of(role: str, action: str, towards: str | None, expected: str) -> None:
    it = policy(
        rule("staff", "must not", "befriend", towards="pupil"),
        rule("staff", "must not", "follow", towards="pupil"),
    )
    assert verdict(it, role, action, towards) == expected


def test_a_party_that_is_not_known_is_asked_for() -> None:
    it = policy(
        rule("staff", "must not", "befriend", towards="pupil"),
        rule("staff", "may", "befriend", towards="parent"),
    )
    [ask] = ruling(it, "teacher", "befriend").asks
    assert (ask.fact, ask.decides) == ("towards", True)
    assert {answer: follows.value for answer, follows in ask.then.items()} == {
        "pupil": "prohibited",
        "parent": "allowed",
    }


def test_from_the_other_side_of_a_mutual_action_the_one_who_is_bound_is_asked_for() -> None:
    it = policy(rule("staff", "must not", "befriend", towards="pupil"))
    [ask] = ruling(it, "pupil", "befriend").asks
    assert dict(ask.then) == {"staff": "prohibited"}


def test_a_definition_replaces_or_widens_what_a_role_includes() -> None:
    ban = rule("everyone", "must not", "name-school")
    assert verdict(policy(ban), "pupil", "name-school") == "prohibited"
    means = Definition(defines="everyone", means=("staff", "parent"), **shared({}))
    assert verdict(policy(ban, means), "pupil", "name-school") == "silent"
    assert verdict(policy(ban, means), "teacher", "name-school") == "prohibited"
    for_staff = rule("staff", "must not", "name-school")
    adds = Definition(defines="staff", adds=("governor",), **shared({}))
    assert verdict(policy(for_staff), "governor", "name-school") == "silent"
    assert verdict(policy(for_staff, adds), "governor", "name-school") == "prohibited"
    assert compile_policy(policy(adds), WORDS, on=None).wider_roles("governor") == {
        "governor",
        "staff",
        "everyone",
    }


def test_clauses_outside_their_dates_do_not_speak() -> None:
    it = policy(
        rule("staff", "must not", "follow", since=date(2025, 9, 1)),
        rule("staff", "may", "follow", until=date(2025, 8, 31)),
    )
    question = Situation("teacher", "follow")
    found = [
        judge(it, question, vocabulary=WORDS, on=day).verdict.value
        for day in (date(2025, 8, 31), date(2025, 9, 1), date(2026, 9, 1))
    ]
    assert found == ["allowed", "prohibited", "prohibited"]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (Situation("techer", "follow"), "`techer` is no role; did you mean `teacher`?"),
        (Situation("teacher", "folow"), "`folow` is no action; did you mean `follow`?"),
        (Situation("teacher", "follow", "pupl"), "`pupl` is no role or party; did you mean `pupil`?"),
        (
            Situation("teacher", "follow", facts={"in-lesson": "yes"}),
            "`'yes'` is no value of the fact `in-lesson`: expected true or false",
        ),
        (
            Situation("teacher", "follow", facts={"age": "12"}),
            "`'12'` is no value of the fact `age`: expected a number",
        ),
    ],
)
def test_a_word_that_is_not_known_is_refused(question: Situation, message: str) -> None:
    it = policy(rule("staff", "must not", "follow", when=["in-lesson", "age below 13"]))
    with pytest.raises(SituationError) as refused:
        judge(it, question, vocabulary=WORDS)
    assert str(refused.value) == message


# 2. Facts


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


# 3. Exceptions


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


# 4. The strongest wins


@pytest.mark.parametrize(
    ("forces", "expected"),
    [
        (["may", "must"], "required"),
        (["may", "should"], "recommended"),
        (["should", "must"], "required"),
        (["may", "should not"], "discouraged"),
        (["should not", "must not"], "prohibited"),
        (["may"], "allowed"),
    ],
)
def test_the_strongest_verdict_wins_in_either_order(forces: list[str], expected: str) -> None:
    clauses = [rule("teacher" if n else "staff", force, "follow") for n, force in enumerate(forces)]
    # A ban on teachers leaves the assistants what all staff may do: no contradiction.
    assert verdict(policy(*clauses), "teacher", "follow") == expected
    assert verdict(policy(*reversed(clauses)), "teacher", "follow") == expected


def test_deciding_clauses_come_first_and_the_others_say_that_they_are_outweighed() -> None:
    it = policy(
        rule("staff", "should not", "follow", id="weak"), rule("staff", "must not", "follow", id="strong")
    )
    said = ruling(it, "teacher", "follow")
    assert [(ground.clause, ground.standing) for ground in said.grounds] == [
        ("strong", Standing.DECIDES),
        ("weak", Standing.OUTWEIGHED),
    ]


def test_a_should_that_binds_counts_as_a_must_and_the_ruling_says_both() -> None:
    it = policy(
        rule("staff", "should not", "follow"), rule("staff, parent", "should", "contact"), binds="staff"
    )
    said = ruling(it, "teacher", "follow")
    assert (said.verdict, said.grounds[0].force) == ("prohibited", "should not")
    assert said.note == "The policy says you should not; it requires staff to keep to it (X95)."
    obliged = ruling(it, "teacher", "contact")
    assert (obliged.verdict, obliged.note) == (
        "required",
        "The policy says you should; it requires staff to keep to it (X95).",
    )
    assert (ruling(it, "parent", "contact").verdict, ruling(it, "parent", "contact").note) == (
        "recommended",
        "",
    )


def test_no_note_where_a_must_decides_as_well() -> None:
    it = policy(rule("staff", "should not", "follow"), rule("staff", "must not", "follow"), binds="staff")
    assert ruling(it, "teacher", "follow").note == ""


def test_a_should_binds_the_side_that_it_speaks_of() -> None:
    it = policy(rule("pupil", "should not", "befriend", towards="staff"), binds="staff")
    assert verdict(it, "teacher", "befriend", "pupil") == "discouraged"
    assert verdict(it, "pupil", "befriend", "teacher") == "discouraged"


# 5. Depends


def test_an_open_clause_decides_only_if_it_is_stronger() -> None:
    it = policy(
        rule("staff", "must not", "follow", id="sure"),
        rule("staff", "should not", "follow", when=["in-lesson"], id="open"),
    )
    said = ruling(it, "teacher", "follow")
    assert (said.verdict, standings(said)["open"], said.asks) == ("prohibited", "open", ())


def test_depends_keeps_the_clauses_that_apply_and_asks_what_decides() -> None:
    it = policy(
        rule("staff", "may", "follow", id="may"),
        rule("staff", "must not", "follow", when=["in-lesson"], id="ban"),
        rule("staff", "should not", "follow", when=["own-device"], id="weak"),
    )
    said = ruling(it, "teacher", "follow")
    assert (said.verdict, said.deciding) == ("depends", ())
    assert [(ask.fact, dict(ask.then)) for ask in said.asks] == [
        ("in-lesson", {"yes": "prohibited", "no": "depends"})
    ]


def test_no_benefit_of_doubt_twice() -> None:
    it = policy(
        rule("staff", "must not", "befriend", unless=[unless("family")], id="lifted"),
        rule("staff", "must not", "befriend", when=["in-lesson"], id="open"),
    )
    assert verdict(it, "teacher", "befriend", "pupil") == "prohibited"
    said = ruling(it, "teacher", "befriend", "pupil", family=True)
    assert said.verdict == "prohibited"
    assert standings(said) == {"lifted": "lifted", "open": "decides"}
    assert [(ask.fact, ask.decides, dict(ask.then)) for ask in said.asks] == [
        ("in-lesson", False, {"yes": "prohibited", "no": "allowed"})
    ]


# 6. Silent, and what only informs


def test_silent_says_whom_to_ask() -> None:
    said = ruling(policy(), "teacher", "follow")
    assert (said.verdict, said.grounds, said.ask_whom) == ("silent", (), ("headteacher",))


def test_informing_clauses_are_listed_and_decide_nothing() -> None:
    it = policy(
        Note(kind=NoteKind.GUIDANCE, audience=("staff",), about=("befriend",), **shared({"id": "for-staff"})),
        Note(kind=NoteKind.GUIDANCE, audience=("parent",), about=("befriend",), **shared({"id": "not-mine"})),
        Note(kind=NoteKind.FACT, audience=("everyone",), about=("contact",), **shared({"id": "wider"})),
        Note(
            kind=NoteKind.FACT,
            audience=("everyone",),
            about=("accept-request",),
            **shared({"id": "narrower"}),
        ),
        Definition(defines="being friends", about=("befriend",), **shared({"id": "defined"})),
        Procedure(on=("befriend",), steps=(), **shared({"id": "steps"})),
        PlatformFact(platforms=("whatsapp",), about=("befriend",), blocked=True, **shared({"id": "site"})),
        Note(kind=NoteKind.FACT, audience=("everyone",), about=("follow",), **shared({"id": "other"})),
    )
    said = ruling(it, "teacher", "befriend", "parent")
    assert said.verdict == "silent"
    assert standings(said) == dict.fromkeys(
        ("for-staff", "wider", "narrower", "defined", "steps", "site"), "informs"
    )
    assert [ground.force for ground in said.grounds] == [
        "guidance", "fact", "fact", "definition", "procedure", "platform",
    ]  # fmt: skip


def test_a_right_allows_where_nothing_else_decides() -> None:
    right = Note(kind=NoteKind.RIGHT, audience=("staff",), about=("tell-police",), **shared({"id": "right"}))
    said = ruling(policy(right), "teacher", "tell-police")
    assert (said.verdict, standings(said)) == ("allowed", {"right": "decides"})
    assert verdict(policy(right), "parent", "tell-police") == "silent"
    duty = rule("staff", "must", "tell-police", id="duty")
    said = ruling(policy(right, duty), "teacher", "tell-police")
    assert standings(said) == {"duty": "decides", "right": "informs"}


def test_an_office_is_a_duty_of_whoever_holds_it() -> None:
    it = policy(Office(office="headteacher", answers_for="answer-press", in_absence=("slt",), **shared({})))
    assert verdict(it, "headteacher", "answer-press") == "required"
    assert verdict(it, "teacher", "answer-press") == "silent"


# What a policy says to a role


def test_what_a_policy_says_to_a_role() -> None:
    it = policy(
        rule("staff", "must not", "befriend", towards="pupil", id="friends"),
        rule("parent", "should", "follow", id="parents"),
        Note(kind=NoteKind.GUIDANCE, audience=("pupil",), **shared({"id": "for-pupils"})),
        Note(kind=NoteKind.CONTROL, audience=("everyone",), **shared({"id": "for-all"})),
        Office(
            office="headteacher", answers_for="answer-press", in_absence=("slt",), **shared({"id": "press"})
        ),
    )
    rules = compile_policy(it, WORDS, on=None)
    said = {role: [clause.id for clause in rules.speaks(role)] for role in ("pupil", "teacher", "slt")}
    assert said == {
        "pupil": ["friends", "for-pupils", "for-all"],
        "teacher": ["friends", "for-all"],
        "slt": ["friends", "for-all", "press"],
    }
    assert rules.actions_of("pupil") == ("befriend",)
    assert rules.actions_of("headteacher") == ("befriend", "answer-press")
    assert [clause.id for clause in rules.clauses_about("accept-request")] == ["friends"]
    assert rules.wider_actions("accept-request") == {"accept-request", "befriend", "contact"}


def test_a_policy_is_compiled_once_for_each_stretch_of_time() -> None:
    it = policy(rule("staff", "must not", "follow", since=date(2025, 9, 1)))
    compiled = [compile_policy(it, WORDS, on=date(2025, 8, day)) for day in (1, 31)]
    assert compiled[0] is compiled[1]
    assert compile_policy(it, WORDS, on=date(2025, 9, 1)) is not compiled[0]
