"""From an action and what a question says to the situation that is judged."""

from __future__ import annotations

import pytest

from belisha.asking.asking import Answer
from belisha.asking.grammar import GrammaticalForm
from belisha.asking.interpretations import fits_the_facts, interpret, keep_relevant_facts
from belisha.asking.situations import ParsedQuestion, situations_of, triggered_situations
from belisha.rules.judge import CompiledPolicy, compile_policy
from belisha.rules.language.clauses import Rule
from belisha.rules.language.reading import library_slugs
from belisha.rules.ruling import Situation, Verdict
from tests.asking.asked import VOCABULARY, asked, policy_of


def compiled(slug: str) -> CompiledPolicy:
    return compile_policy(policy_of(slug), VOCABULARY, on=None)


def by(role: str, *parties: str, **facts: bool) -> ParsedQuestion:
    return ParsedQuestion(role, None, parties, facts, GrammaticalForm.MAY, for_self=True)


def test_the_action_itself_is_read_first() -> None:
    interpretation = interpret("befriend", 1.0, by("teacher", "pupil"), compiled("grange"))
    assert interpretation.situation == Situation("teacher", "befriend", "pupil", {})
    assert interpretation.ruling == compiled("grange").judge(interpretation.situation)


def test_where_a_policy_has_no_clause_on_it_the_next_action_is_read() -> None:
    found = [
        (slug, action.id)
        for slug in library_slugs()
        for action in VOCABULARY.actions.values()
        if action.otherwise
        for interpretation in [interpret(action.id, 1.0, by("teacher"), compiled(slug))]
        if interpretation.speaks and interpretation.situation.action in action.otherwise
    ]
    assert found


def test_what_an_action_takes_to_hold_is_known() -> None:
    supposing = next(each for each in VOCABULARY.actions.values() if each.supposes)
    interpretation = interpret(supposing.id, 1.0, by("teacher"), compiled("grange"))
    assert all(interpretation.situation.facts[fact] is True for fact in supposing.supposes)
    assert not fits_the_facts(supposing, {supposing.supposes[0]: False}, VOCABULARY)
    assert fits_the_facts(supposing, {}, VOCABULARY)


def test_an_action_is_towards_whom_it_says_unless_somebody_is_named() -> None:
    usual = next(each for each in VOCABULARY.actions.values() if each.towards)
    for slug in library_slugs():
        towards = interpret(usual.id, 1.0, by("teacher"), compiled(slug)).situation.towards
        assert towards in (None, usual.towards)


def test_what_an_action_sets_off_is_for_the_asker_first() -> None:
    for slug in library_slugs():
        policy = compiled(slug)
        for rule in (each for each in policy.clauses if isinstance(each, Rule) and each.on):
            roles = [each.role for each in triggered_situations(rule.on[0], by("teacher"), policy)]
            assert roles == sorted(roles, key=lambda role: role != "teacher")


def test_whoever_is_named_would_do_it() -> None:
    answer = asked("Can parents take photos at sports day?", role="parent")
    assert answer.situation is not None
    assert answer.situation.role == "parent"
    first = next(situations_of("take-photos", by("teacher", "pupil"), compiled("grange")))
    assert first.role == "teacher"


@pytest.mark.parametrize("slug", library_slugs())
def test_facts_left_out_change_nothing(slug: str) -> None:
    plain = (each.id for each in VOCABULARY.facts.values() if each.kind == "yes-no")
    everything = dict.fromkeys(plain, True) | {"age": 11, "platform": "facebook"}
    policy = compiled(slug)
    for action in policy.actions_of("teacher"):
        full = Situation("teacher", action, "pupil", everything)
        fewer = keep_relevant_facts(full, policy, frozenset({"age"}))
        assert policy.judge(fewer) == policy.judge(full)
        assert set(fewer.facts) <= {"age", *policy.plan("teacher", action).inputs}


def shown(answer: Answer) -> set[str]:
    return set(answer.understood_facts)


def test_an_answer_shows_what_it_turns_on_and_age_site_and_what_was_given() -> None:
    answer = asked(
        "Can I accept a friend request from a pupil of 10 on Facebook at lunch? She is 10.", in_lesson=False
    )
    assert answer.ruling.verdict is Verdict.PROHIBITED
    assert shown(answer) >= {"platform", "age", "in-lesson"}
    assert answer.situation is not None
    inputs = set(compiled("grange").plan("teacher", answer.situation.action).inputs)
    assert shown(answer) <= {"platform", "age", "in-lesson", *inputs}
