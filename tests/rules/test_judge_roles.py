"""What a policy says to a role, and how long what was made ready is kept."""

from datetime import date

from belisha.rules.judge import compile_policy
from belisha.rules.language.clauses import Note, NoteKind, Office
from tests.rules.judging_cases import (
    WORDS,
    policy,
    rule,
    shared,
)


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
