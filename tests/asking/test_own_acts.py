"""Questions about the asker's own acts and those of the asker's people; what others did; whom to tell."""

from __future__ import annotations

import pytest

from belisha.asking.asking import read_question
from belisha.asking.first_help import asks_for_own_act
from belisha.asking.grammar import GrammaticalForm, form_of, subject_of
from belisha.asking.stated_permissions import stated_permissions
from belisha.rules.ruling import FORBIDDING, Verdict
from tests.asking.asked import VOCABULARY, asked, policy_of


@pytest.mark.parametrize(
    "text",
    [
        "am i ok to pick up if my mum rings from hospital",
        "can i send one of them a well done",
        "I joined with my mate's account, is that bad?",
        "do we have to stop being friends",
    ],
)
def test_leave_is_asked_for_an_act_of_ones_own(text: str) -> None:
    assert asks_for_own_act(read_question(text, VOCABULARY).text)


@pytest.mark.parametrize(
    "text",
    [
        "can i tell somebody what he did",
        "can i look at her messages, she told me about a man",
        "am i allowed to block someone who is scaring me",
        "a man keeps writing to my daughter, is that bad",
        "is it ok if my coach asks me to keep a secret",
        "something bad is coming to school on friday",
    ],
)
def test_no_leave_is_asked_where_harm_is_told_or_help_is_looked_for(text: str) -> None:
    assert not asks_for_own_act(read_question(text, VOCABULARY).text)


def test_whoever_may_give_leave_says_that_it_was_given() -> None:
    entities = read_question("I have given a teacher my written consent to use it", VOCABULARY)
    policy = policy_of("hr-cooperative")
    stated = stated_permissions(entities, policy, "headteacher")
    assert stated["permission-of-headteacher-written"] is True
    assert stated_permissions(entities, policy, "teacher") == {}


def test_she_is_whoever_was_named_last() -> None:
    subject = subject_of(read_question("a governor has asked me. may she post it", VOCABULARY))
    assert subject is not None
    assert subject.role == "governor"
    assert subject_of(read_question("a governor asked me, may i post it, is she cross", VOCABULARY)) is None


def test_a_contractors_lads_are_no_pupils() -> None:
    words = "can my lads use the tablet"
    assert [each.role for each in read_question(words, VOCABULARY, "contractor").people] == ["contractor"]
    assert [each.role for each in read_question(words, VOCABULARY, "teacher").people] == ["pupil"]


def test_the_schools_tablet_is_not_ones_own() -> None:
    answer = asked("twitter on the office laptop, yay or nay", policy="coads-green", role="support-staff")
    assert answer.ruling.verdict is Verdict.PROHIBITED
    assert answer.understood_facts.get("own-device") is None


@pytest.mark.parametrize("words", ["can i whatsapp a parent", "may I Snapchat the mums"])
def test_a_service_done_to_somebody_is_a_message(words: str) -> None:
    assert "message on social media" in read_question(words, VOCABULARY).plain


def test_a_service_that_nothing_is_done_with_stays_a_name() -> None:
    assert "message" not in read_question("can parents use whatsapp", VOCABULARY).plain


def test_whom_to_tell_is_answered_by_no_ban() -> None:
    words = "who do i tell if i find something unsuitable on a colleagues computer"
    assert asked(words, policy="grange").ruling.verdict not in FORBIDDING


def test_what_others_did_is_answered_by_what_to_do() -> None:
    answer = asked("a teacher asked to be my friend on insta", policy="calcot", role="pupil")
    assert answer.ruling.verdict is Verdict.RECOMMENDED
    assert "K76b" in {cite for each in answer.ruling.grounds for cite in each.cites}


@pytest.mark.parametrize("words", ["is that bad", "yay or nay", "i did it, was it wrong"])
def test_short_ways_to_ask_leave(words: str) -> None:
    assert form_of(words) is GrammaticalForm.MAY
