"""How sure an answer is, when it is given straight, and what is asked back where it is not."""

import pytest

from belisha.asking.confidence import Sureness, sureness
from belisha.asking.meanings import MOST_READINGS, reading_words
from belisha.asking.serialization import answer_values
from belisha.rules.language.reading import library_slugs
from belisha.rules.ruling import FORBIDDING, Situation, Verdict
from tests.asking.asked import VOCABULARY, asked, policy_of

PLAIN = "Can I accept a friend request from a pupil?"
VAGUE = (
    "thing with the stuff on the page for school",
    "is the tablet ok for it",
    "what about pictures and that",
    "she put it up again and they all saw",
)


@pytest.mark.parametrize("slug", library_slugs())
def test_a_plain_question_is_answered_straight(slug: str) -> None:
    answer = asked(PLAIN, policy=slug)
    assert answer.is_straight
    assert answer.ruling.verdict in FORBIDDING
    assert answer.readings == ()


@pytest.mark.parametrize("slug", library_slugs())
@pytest.mark.parametrize("words", VAGUE)
def test_what_is_asked_back_leads_to_different_verdicts(slug: str, words: str) -> None:
    answer = asked(words, policy=slug)
    if answer.readings:
        assert not answer.is_straight
        assert 2 <= len(answer.readings) <= MOST_READINGS
        assert len({each.words for each in answer.readings}) == len(answer.readings)
        assert len({each.verdict for each in answer.readings}) >= 2


def test_something_vague_is_asked_back() -> None:
    assert any(asked(words, policy=slug).readings for slug in library_slugs() for words in VAGUE)


@pytest.mark.parametrize("slug", library_slugs())
def test_harm_is_never_asked_back(slug: str) -> None:
    answer = asked("a man on roblox wants me to send him pictures", policy=slug, role="pupil")
    assert answer.help
    assert not answer.is_straight
    assert answer.readings == ()


def test_an_answer_says_so_in_json() -> None:
    values = answer_values(policy_of("grange"), asked(PLAIN))
    assert values["straight"] is True
    assert values["readings"] == []
    vague = next(
        answer
        for slug in library_slugs()
        for words in VAGUE
        if (answer := asked(words, policy=slug)).readings
    )
    readings = answer_values(policy_of("grange"), vague)["readings"]
    assert isinstance(readings, list)
    assert all(set(each) >= {"words", "verdict", "action", "as", "towards", "cites"} for each in readings)


def test_a_permission_must_be_surer_than_a_prohibition() -> None:
    learnt = Sureness(0.0, {}, straight=0.8, straight_permission=0.9)
    assert learnt.is_straight(0.85, Verdict.PROHIBITED)
    assert not learnt.is_straight(0.85, Verdict.ALLOWED)
    assert sureness().straight_permission >= sureness().straight


@pytest.mark.parametrize(
    ("situation", "words"),
    [
        (Situation("teacher", "contact-online", "pupil"), "Contact a pupil on social media"),
        (Situation("parent", "take-photos"), "Take pictures of children, by a parent or carer"),
        (Situation("teacher", "follow-account", "pupil"), "Follow the account of a pupil"),
    ],
)
def test_a_situation_in_plain_words(situation: Situation, words: str) -> None:
    assert reading_words(situation, "teacher", VOCABULARY) == words
