"""What a question mentions: people and whose they are, sites, ages, circumstances."""

from __future__ import annotations

import pytest

from belisha.asking.lexicon import named_role
from tests.asking.asked import VOCABULARY, mentioned


@pytest.mark.parametrize(
    ("question", "people"),
    [
        ("Can I befriend a pupil?", [("pupil", False)]),
        ("Can I add my child's teacher?", [("pupil", True), ("teacher", False)]),
        ("the dad of a pupil wrote to me", [("parent", False), ("pupil", True)]),
        ("my nephew is in year 6", [("pupil", False), ("pupil", False)]),
        ("Do I tell the head or a governor?", [("headteacher", False), ("governor", False)]),
        ("May I play chess?", []),
    ],
)
def test_people(question: str, people: list[tuple[str, bool]]) -> None:
    assert [(each.role, each.owner) for each in mentioned(question).people] == people


@pytest.mark.parametrize(
    ("question", "platforms"),
    [
        ("on Facebook and TikTok", ("facebook", "tiktok")),
        ("may I say so on X?", ("twitter",)),
        ("solve for x on paper", ()),
        ("fb or Facebook", ("facebook",)),
    ],
)
def test_platforms(question: str, platforms: tuple[str, ...]) -> None:
    assert mentioned(question).platforms == platforms


@pytest.mark.parametrize(
    ("question", "age"),
    [
        ("I am nine, may I join?", 9),
        ("my 11 year old wants it", 11),
        ("my eleven-year-old wants it", 11),
        ("she is only 12", 12),
        ("aged 14", 14),
        ("a year 6 pupil", 11),
        ("the year ones", 6),
        ("I am 45", None),
        ("it takes 5 minutes", None),
        ("is 10 minutes too long", None),
        ("can I be one of them", None),
        ("at 8 pm", None),
    ],
)
def test_ages(question: str, age: int | None) -> None:
    assert mentioned(question).facts.get("age") == age


def test_a_platform_and_an_age_are_facts() -> None:
    facts = mentioned("My daughter is 10, may she have Instagram?").facts
    assert (facts["platform"], facts["age"]) == ("instagram", 10)


@pytest.mark.parametrize(
    "fact",
    [each for each in VOCABULARY.facts.values() if each.words and each.kind == "yes-no"],
    ids=lambda fact: fact.id,
)
def test_the_words_of_a_fact_reveal_it(fact) -> None:
    assert mentioned(f"may I post, {fact.words[0]}?").facts.get(fact.id) is True


@pytest.mark.parametrize(
    "fact", [each for each in VOCABULARY.facts.values() if each.denials], ids=lambda fact: fact.id
)
def test_the_words_that_deny_a_fact_deny_it(fact) -> None:
    assert mentioned(f"may I post, {fact.denials[0]}?").facts.get(fact.id) is False


def test_no_fact_is_guessed() -> None:
    assert mentioned("May I do this?").facts == {}


def test_questions_about_any_site_and_any_adult_of_the_school_read_alike() -> None:
    assert mentioned("Can a TA post on TikTok?").plain == mentioned("Can a governor post on Facebook?").plain


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("supply teacher", "supply-teacher"),
        ("Teaching Assistants", "teaching-assistant"),
        ("slt", "slt"),
        ("the head", "headteacher"),
        ("ex_pupil", "ex-pupil"),
        ("new starter", "new-starter"),
        ("astronaut", None),
        ("", None),
    ],
)
def test_everyday_names_of_roles(name: str, role: str | None) -> None:
    assert named_role(name, VOCABULARY) == role
