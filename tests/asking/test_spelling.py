"""Misspelt words are mended, words are left alone, and what phrases are misspelt with is not learnt."""

from __future__ import annotations

import pytest

from belisha.asking.spelling import Speller, speller_of
from tests.asking.asked import VOCABULARY, asked

MISSPELT = [
    ("Can I accept a freind reqeust from a pupil?", "Can I accept a friend request from a pupil?"),
    ("May I post pictrues of childern on my own page?", "May I post pictures of children on my own page?"),
    ("Can I share my pasword with a colleauge?", "Can I share my password with a colleague?"),
    ("A parrent is posting abussive comments about me", "A parent is posting abusive comments about me"),
    (
        "Do I need permision to take photograhps in class?",
        "Do I need permission to take photographs in class?",
    ),
    ("May I use my moblie phone in lessions?", "May I use my mobile phone in lessons?"),
    ("Can I add a former pupill on Facebok?", "Can I add a former pupil on Facebook?"),
    ("Can I critcise the headtecher online?", "Can I criticise the headteacher online?"),
    ("Who do I tell about cyberbulling?", "Who do I tell about cyberbullying?"),
    ("May I post confidental infromation online?", "May I post confidential information online?"),
]


@pytest.mark.parametrize(("misspelt", "spelt"), MISSPELT)
def test_a_misspelt_question_gets_the_answer_of_the_same_well_spelt(misspelt: str, spelt: str) -> None:
    bad, good = asked(misspelt), asked(spelt)
    assert good.situation is not None
    assert bad.situation is not None
    assert (bad.situation.role, bad.situation.action) == (good.situation.role, good.situation.action)
    assert bad.ruling.verdict is good.ruling.verdict


@pytest.mark.parametrize(
    "word", ["techer", "permision", "childern", "mesage", "freind", "consnet", "governers", "acount"]
)
def test_misspelt_words_of_phrases_are_not_taken_for_spelt_right(word: str) -> None:
    assert speller_of(VOCABULARY).correct(word) != word


@pytest.mark.parametrize(
    "word",
    [
        "diaries",
        "parties",
        "libraries",
        "nurseries",
        "photographs",
        "bullies",
        "emojis",
        "memes",
        "grandchildren",
        "filth",
        "scarf",
        "headmistress",
        "organise",
        "behaviour",
        "apologise",
        "programme",
        "favourites",
    ],
)
def test_plurals_and_british_words_are_left_alone(word: str) -> None:
    assert speller_of(VOCABULARY).correct(word) == word


def test_a_speller_mends_by_the_words_it_is_given() -> None:
    speller = Speller(["policy", "teacher"], [("plcy", "policy")], {"techie"}.__contains__)
    assert speller.correct_spelling("teh techer , plcy techie polcy 1234567 policys pol") == (
        "teh teacher , policy techie policy 1234567 policys pol"
    )


def test_a_speller_without_words_leaves_all() -> None:
    assert Speller([]).correct_spelling("some qwertyu") == "some qwertyu"


@pytest.mark.parametrize("word", ["niamh", "kieran", "saoirse", "akhtar", "lado", "dsl", "snapchat"])
def test_names_and_offices_do_not_become_other_words(word: str) -> None:
    """autocorrect 2.6.1 makes words of them: findings/autocorrect-names-of-children.sh."""
    assert speller_of(VOCABULARY).correct(word) == word
