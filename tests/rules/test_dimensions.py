"""Circumstances that many clauses share: one question for several, in which one answer holds."""

from __future__ import annotations

import pytest

from belisha.asking.entities import find_entities
from belisha.rules.errors import PolicyError, SituationError
from belisha.rules.judge import judge
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import read_policy
from belisha.rules.language.writing import write_policy
from belisha.rules.ruling import FactValue, Situation, Verdict
from belisha.rules.vocabulary.loading import EMPTY, WordsFile, default_vocabulary, extend
from belisha.rules.vocabulary.words import FactKind, Vocabulary

FRONT = """---
slug: hillside
title: Devices
school: Hillside Primary School
publisher: Hillside Primary School
source: a test
standing: agreed
---

# Devices
"""


def of(*clauses: str) -> Policy:
    """A policy of these fields, each a clause."""
    texts = (
        f"\n### Clause {place} {{#c{place}}}\n\nSomething.\n\n{fields}\n- cites: X{place}\n"
        for place, fields in enumerate(clauses)
    )
    return read_policy(FRONT + "".join(texts))


PHOTOS = of(
    "- who: staff\n- must not: take-photos\n- when: own-device",
    "- who: staff\n- may: take-photos\n- when: school-equipment",
    "- who: staff\n- must not: take-photos\n- when: in-changing-area",
)


def verdict(policy: Policy, facts: dict[str, FactValue], action: str = "take-photos") -> Verdict:
    """The verdict on a teacher in these circumstances."""
    return judge(policy, Situation("teacher", action, None, facts)).verdict


@pytest.mark.parametrize(
    ("device", "expected"),
    [("own-device", "prohibited"), ("school-equipment", "allowed"), ("pupils-device", "silent")],
)
def test_an_answer_to_a_choice_denies_the_others(device: str, expected: str) -> None:
    assert verdict(PHOTOS, {"device": device}) == expected
    assert verdict(PHOTOS, {device: True}) == expected


def test_none_of_these_denies_all() -> None:
    assert verdict(PHOTOS, {"device": "other"}) is Verdict.SILENT


def test_what_is_said_of_a_value_itself_goes_before() -> None:
    facts: dict[str, FactValue] = {"device": "own-device", "own-device": False, "school-equipment": True}
    assert verdict(PHOTOS, facts) is Verdict.ALLOWED


def test_several_values_of_a_choice_are_asked_for_at_once() -> None:
    ruling = judge(PHOTOS, Situation("teacher", "take-photos"))
    asked = {each.fact: dict(each.then) for each in ruling.asks}
    assert asked["device"] == {
        "own-device": "prohibited",
        "school-equipment": "allowed",
        "other": "silent",
    }
    assert "own-device" not in asked


def test_a_single_value_is_asked_for_as_before() -> None:
    policy = of("- who: staff\n- must not: take-photos\n- when: own-device")
    ruling = judge(policy, Situation("teacher", "take-photos"))
    assert [each.fact for each in ruling.asks] == ["own-device"]


def test_a_place_of_the_remote_kind_never_makes_an_answer_depend() -> None:
    assert verdict(PHOTOS, {"school-equipment": True}) is Verdict.ALLOWED
    assert verdict(PHOTOS, {"school-equipment": True, "place": "in-changing-area"}) is Verdict.PROHIBITED


def test_another_answer_is_refused() -> None:
    message = "`'mine'` is no value of the fact `device`: expected `own-device`, `school-equipment`, "
    with pytest.raises(SituationError) as refused:
        verdict(PHOTOS, {"device": "mine"})
    assert str(refused.value).startswith(message)


def test_a_condition_may_name_the_choice_and_is_written_without_it() -> None:
    policy = of("- who: staff\n- must not: take-photos\n- when: not device is school-equipment")
    assert "- when: not school-equipment\n" in write_policy(policy)
    assert read_policy(write_policy(policy)) == policy


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("device", "`device` does not say which `device` it is; expected `own-device`, "),
        ("device is own-devise", "does not say which `device` it is; did you mean `own-device`?"),
        ("device below 3", "`device below 3` does not say which `device` it is; expected"),
    ],
)
def test_a_choice_without_its_value_is_a_mistake(condition: str, message: str) -> None:
    with pytest.raises(PolicyError) as refused:
        of(f"- who: staff\n- must not: take-photos\n- when: {condition}")
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Can I take photos in the changing rooms?", "in-changing-area"),
        ("Can I take photos on a pupil's phone?", "pupils-device"),
        ("Can I take photos with my own phone?", "own-device"),
    ],
)
def test_a_question_reveals_the_place_and_the_device(question: str, fact: str) -> None:
    assert find_entities(question, default_vocabulary()).facts[fact] is True


def test_numbers_of_people_are_counted_each_by_its_own_words() -> None:
    words = "Can I take photos of 3 children with two members of staff there?"
    facts = find_entities(words, default_vocabulary()).facts
    assert (facts["pupils-present"], facts["adults-present"]) == (3, 2)


def test_words_of_a_number_alone_state_no_number() -> None:
    facts = find_entities("Can I post a picture of a child with pupils?", default_vocabulary()).facts
    assert "pupils-present" not in facts


def test_every_choice_that_ships_is_among_several() -> None:
    words = default_vocabulary()
    choices = {each.id for each in words.choices}
    assert choices == {"channel", "visibility", "device", "place", "time-of-day"}
    assert all(len(each.values) > 1 for each in words.choices)


def own(text: str) -> Vocabulary:
    """A vocabulary of this text."""
    return extend(EMPTY, [WordsFile("own.toml", text)])


HALL = '[facts.hall]\nlabel = "hall"\nquestion = "?"\n'
ROOM = '[facts.room]\nlabel = "room"\nquestion = "?"\nkind = "choice"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ROOM, '`room` must have both `kind = "choice"` and `values`, or neither'),
        (f'{ROOM}values = ["hall"]', "`hall` is a value of `room`, and not a fact that is true or not"),
        (
            f'{HALL}{ROOM}values = ["hall"]\n{ROOM.replace("room", "spot")}values = ["hall"]',
            "`hall` is a value of `spot` and of `room`; it must be of one",
        ),
    ],
)
def test_a_choice_that_cannot_be_made_is_a_mistake(text: str, message: str) -> None:
    with pytest.raises(ValueError, match="room") as refused:
        own(text)
    assert message in str(refused.value)


def test_a_school_adds_a_place_of_its_own() -> None:
    pool = '[facts.at-pool]\nlabel = "it is at the pool"\nquestion = "Is it at the pool?"\n'
    grown = '[facts.place]\nvalues = ["at-pool"]\n'
    words = extend(default_vocabulary(), [WordsFile("own.toml", pool + grown)])
    assert words.facts["place"].values[-1] == "at-pool"
    assert words.facts["place"].kind is FactKind.CHOICE
