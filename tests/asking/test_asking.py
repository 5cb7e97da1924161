"""Whole answers: always judge's, silent about other things, the same each time, whatever is typed."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.asking.asking import LONGEST, ask
from belisha.asking.serialization import answer_values
from belisha.rules.judge import SituationError, judge
from belisha.rules.language.reading import library_slugs
from belisha.rules.ruling import GroundStanding, Verdict
from belisha.rules.vocabulary.loading import load_vocabulary
from tests.asking.asked import VOCABULARY, asked, policy_of, share_right

PHRASES = [phrase for each in VOCABULARY.actions.values() for phrase in each.phrases]
ROLES = [each.id for each in VOCABULARY.roles.values()]
QUESTIONS = st.one_of(
    st.sampled_from(PHRASES),
    st.text(max_size=200),
    st.lists(st.sampled_from(PHRASES), max_size=3).map(" ".join),
)
OTHER_THINGS = [
    "What time is lunch?",
    "Who won the cup final?",
    "How do I order a new blazer?",
    "Is there parking for the concert?",
    "When are the reports sent home?",
]
NONSENSE = {
    "nothing": "",
    "blanks": " \n\t ",
    "marks": "?!. -- ;",
    "letters": "asdf qwer zxcv",
    "emoji": "🎉🎉👍",
    "Cyrillic": "Могу ли я добавить ученика в друзья?",
    "Chinese": "我可以加学生为好友吗",
    "Arabic": "ﷺ" * 5000,
    "SQL": "'; DROP TABLE users; --",
    "HTML": "<script>alert(1)</script>",
    "control characters": "\x00\x07\x1b[31m",
    "half a character": "\ud800",
    "one long word": "a" * 100_000,
    "no telling word": "am i " * 20_000,
}


@settings(max_examples=150, deadline=None)
@given(QUESTIONS, st.sampled_from(library_slugs()), st.sampled_from(ROLES))
def test_the_answer_is_always_judge_s(question: str, slug: str, role: str) -> None:
    answer = asked(question, policy=slug, role=role)
    assert 0 <= answer.sure <= 1
    if answer.help:
        assert answer.ruling.verdict is Verdict.SILENT
        assert answer.tell
        return
    if answer.situation is None:
        assert answer.ruling.verdict is Verdict.SILENT
        assert answer.ruling.ask_whom == policy_of(slug).control.ask_whom
        return
    if answer.clauses:  # What the policy states outright is given without a verdict that depends.
        return
    ruling = judge(policy_of(slug), answer.situation)
    own, added = answer.ruling.grounds[: len(ruling.grounds)], answer.ruling.grounds[len(ruling.grounds) :]
    assert (own, answer.ruling.verdict, answer.ruling.duties, answer.ruling.asks, answer.ruling.way_out) == (
        ruling.grounds,
        ruling.verdict,
        ruling.duties,
        ruling.asks,
        ruling.way_out,
    )
    assert all(each.standing is GroundStanding.INFORMS for each in added)


@settings(max_examples=50, deadline=None)
@given(QUESTIONS, st.sampled_from(library_slugs()))
def test_the_same_question_gets_the_same_answer(question: str, slug: str) -> None:
    first, second = asked(question, policy=slug), asked(question, policy=slug)
    assert answer_values(policy_of(slug), first) == answer_values(policy_of(slug), second)


@pytest.mark.parametrize("slug", library_slugs())
@pytest.mark.parametrize("question", OTHER_THINGS)
def test_of_other_things_a_policy_is_silent_and_names_whom_to_ask(question: str, slug: str) -> None:
    answer = asked(question, policy=slug)
    assert answer.interpretation is None
    assert answer.ruling.verdict is Verdict.SILENT
    assert not answer.ruling.grounds
    assert answer.ruling.ask_whom == policy_of(slug).control.ask_whom
    assert answer.ruling.ask_whom


@pytest.mark.parametrize("text", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_met_with_silence(text: str) -> None:
    assert asked(text).ruling.verdict is Verdict.SILENT


def test_of_a_very_long_question_the_beginning_is_read() -> None:
    question = "Can I accept a friend request from a pupil? "
    long = asked(question * 3000)
    assert long.question == question * 3000
    assert len(long.entities.text) <= 2 * LONGEST
    marked = asked(f"{question} <b>{question}</b> '; --")
    assert marked.ruling.verdict is Verdict.PROHIBITED


def test_a_role_that_is_not_known_is_refused_for_any_question() -> None:
    for question in ("Can I add a pupil?", "What is for lunch?", ""):
        with pytest.raises(SituationError, match="`techer` is no role; did you mean `teacher`"):
            asked(question, role="techer")


def test_what_is_given_outweighs_what_the_words_reveal() -> None:
    assert asked("my 10 year old wants Instagram", role="parent", age=14).understood_facts["age"] == 14


def test_other_words_and_a_day_may_be_given() -> None:
    policy, question = policy_of("grange"), "Can I add a pupil on Facebook?"
    answer = ask(policy, question, role="teacher", on=date(2026, 11, 21), vocabulary=load_vocabulary())
    assert answer.ruling.verdict is Verdict.PROHIBITED


def test_threads_that_ask_first_together_get_the_same_answer() -> None:
    question = "Can I put a photo of my class on Instagram?"
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: asked(question, policy="calcot"), range(8)))
    assert all(each == answers[0] for each in answers)


def test_an_answer_in_values_says_what_was_understood() -> None:
    answer = asked("Can I accept a friend request from a pupil on Facebook?")
    values = answer_values(policy_of("grange"), answer, asked_as="miss")
    assert values["as"] == "miss"
    assert values["understood"] == {
        "action": "befriend",
        "towards": "pupil",
        "facts": {"platform": "facebook"},
        "sure": answer.sure,
        "role": "teacher",
    }
    assert all(
        re.fullmatch(r"[GBHCK]\d+[a-z]?", cite) for each in values["clauses"] for cite in each["cites"]
    )


@pytest.mark.parametrize(("name", "floor"), [("tuning", 90), ("held-out", 92), ("held-out-loose", 80)])
def test_enough_questions_are_answered_rightly(name: str, floor: int) -> None:
    assert share_right(name) >= floor, (
        "see what `benchmarks/asking.py` prints; held-out questions stay unread"
    )


@pytest.mark.parametrize(
    ("policy", "question", "clauses"),
    [
        ("barley-lane", "Is Facebook blocked at school?", ("blocked",)),
        ("barley-lane", "What are the risks of social media?", ("risks",)),
        ("hr-cooperative", "has the school restricted access to twitter", ("restricted",)),
        # Who asks for leave gets a verdict, and who asks of what the policy rules on gets the rule.
        ("hr-cooperative", "Can I use Facebook on my school laptop?", ()),
        ("grange", "Is Facebook blocked at school?", ()),
    ],
)
def test_what_is_so_is_answered_by_what_the_policy_states(
    policy: str, question: str, clauses: tuple[str, ...]
) -> None:
    answer = asked(question, policy=policy)
    assert answer.clauses == clauses
    assert (answer.kind.kind == "facts") == bool(clauses)
