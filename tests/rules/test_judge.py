"""How a ruling is made: who is spoken of, what is known, which clause wins, what is asked."""

from dataclasses import replace
from datetime import date

import pytest

from belisha.rules.judge import ContradictionError, SituationError, compile_policy, judge
from belisha.rules.language.clauses import (
    Condition,
    Definition,
    Exemption,
    Grant,
    GrantKind,
    Note,
    NoteKind,
    Office,
    PlatformFact,
    Procedure,
)
from belisha.rules.ruling import GroundStanding, Ruling, Situation
from tests.rules.judging_cases import (
    WORDS,
    effect,
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
        ("strong", GroundStanding.DECIDES),
        ("weak", GroundStanding.OUTWEIGHED),
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


def test_a_sure_no_stands_whatever_is_open() -> None:
    sure = rule("teacher", "should not", "follow", id="sure")
    it = policy(sure, rule("staff", "must not", "follow", when=["in-lesson"], id="open"))
    said = ruling(it, "teacher", "follow")
    assert (said.verdict, standings(said)) == ("discouraged", {"sure": "decides", "open": "open"})
    assert [(ask.fact, ask.decides, dict(ask.then)) for ask in said.asks] == [
        ("in-lesson", False, {"yes": "prohibited", "no": "discouraged"})
    ]
    weaker = policy(sure, rule("staff", "may", "follow", when=["in-lesson"]))
    assert (ruling(weaker, "teacher", "follow").verdict, ruling(weaker, "teacher", "follow").asks) == (
        "discouraged",
        (),
    )


def test_what_is_allowed_or_due_on_a_condition_is_answered_so_and_the_condition_is_asked() -> None:
    it = policy(rule("staff", "may", "follow", when=["in-break"], then=[effect("tell", "slt")], id="may"))
    said = ruling(it, "teacher", "follow")
    assert (said.verdict, [ground.clause for ground in said.deciding]) == ("allowed", ["may"])
    assert said.grounds[0].why == "Not known: whether it is a break; if so: allowed."
    assert [(ask.fact, ask.decides, dict(ask.then)) for ask in said.asks] == [
        ("in-break", False, {"yes": "allowed", "no": "silent"})
    ]
    assert [due.do for due in said.duties] == ["tell the senior leadership team"]


def test_depends_keeps_the_clauses_that_apply_and_asks_what_decides() -> None:
    it = policy(
        rule("staff", "may", "follow", id="may"),
        rule("staff", "must not", "follow", when=["in-lesson"], id="ban"),
        rule("staff", "should not", "follow", when=["own-device"], id="weak"),
    )
    said = ruling(it, "teacher", "follow")
    assert (said.verdict, said.deciding) == ("depends", ())
    assert standings(said) == {"ban": "open", "weak": "open", "may": "outweighed"}
    assert [(ask.fact, dict(ask.then)) for ask in said.asks] == [
        ("in-lesson", {"yes": "prohibited", "no": "depends"}),
        ("own-device", {"yes": "discouraged", "no": "depends"}),
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


def test_an_office_is_leave_and_a_duty_only_where_it_says_so() -> None:
    for is_duty, expected in ((True, "required"), (False, "allowed")):
        office = Office(office="headteacher", answers_for="answer-press", is_duty=is_duty, **shared({}))
        assert verdict(policy(office), "headteacher", "answer-press") == expected
        assert verdict(policy(office), "teacher", "answer-press") == "silent"


def test_who_stands_in_for_an_office_acts_by_the_same_rules_while_acting_as_it() -> None:
    it = policy(
        rule("headteacher", "must", "answer-press", when=["emergency"]),
        Office(office="headteacher", answers_for="answer-press", in_absence=("slt",), **shared({"id": "o"})),
    )
    acting = {"holds-headteacher": True}
    assert verdict(it, "slt", "answer-press", **acting, emergency=True) == "required"
    assert verdict(it, "slt", "answer-press", **acting, emergency=False) == "allowed"
    assert verdict(it, "slt", "answer-press", **{"holds-headteacher": False}) == "silent"


LEAVE = Exemption((Grant(GrantKind.PERMISSION, ("headteacher",)),))


def test_leave_that_needs_leave_is_asked_for_and_ends_where_it_says() -> None:
    it = policy(replace(rule("staff", "may", "contact", unless=[unless("emergency")]), only_with=(LEAVE,)))
    assert verdict(it, "teacher", "contact") == "needs-permission"
    assert verdict(it, "teacher", "contact", **{"permission-of-headteacher": True}) == "allowed"
    assert verdict(it, "teacher", "contact", emergency=True) == "silent"


def test_an_exception_sets_aside_the_clause_that_it_names_and_no_other() -> None:
    ban = rule("everyone", "must not", "contact", id="ban")
    leave = replace(rule("staff", "may", "befriend", when=["trip"], id="leave"), exception_to=("ban",))
    it = policy(ban, leave)
    assert verdict(it, "teacher", "befriend", trip=True) == "allowed"
    assert verdict(it, "teacher", "befriend", trip=False) == "prohibited"
    assert verdict(it, "teacher", "befriend") == "prohibited"
    assert verdict(it, "parent", "befriend", trip=True) == "prohibited", "it is leave for staff"
    assert verdict(it, "teacher", "contact", trip=True) == "prohibited", "it is leave for a narrower action"
    with pytest.raises(ContradictionError, match="leave nothing of the permission"):
        verdict(
            policy(ban, rule("everyone", "must not", "befriend", id="other"), leave), "teacher", "befriend"
        )


def test_an_exception_is_no_stronger_ban_than_the_clause_that_it_is_an_exception_to() -> None:
    ban = rule("staff", "should not", "contact", id="ban")
    leave = replace(rule("staff", "may", "contact", when=["link"], id="leave"), exception_to=("ban",))
    leave = replace(leave, only_with=(Exemption((*LEAVE.parts, Condition("own-device"))),))
    given = {"link": True, "permission-of-headteacher": True}
    assert verdict(policy(ban, leave), "teacher", "contact", **given) == "discouraged"
    assert verdict(policy(ban, leave), "teacher", "contact", **given, **{"own-device": True}) == "allowed"


def test_the_same_as_another_clause_shares_its_exceptions_and_those_who_are_spared_are_not_bound() -> None:
    first = rule("staff", "must not", "befriend", unless=[unless("family")], id="first")
    second = rule("staff", "must not", "follow", id="second")
    second = replace(second, same_as=("first",), who_except=("headteacher",))
    it = policy(first, second)
    assert verdict(it, "teacher", "follow", family=True) == "allowed"
    assert verdict(it, "teacher", "follow", family=False) == "prohibited"
    assert verdict(it, "headteacher", "follow", family=False) == "silent"
