"""What clauses of the five policies make triage propose: a story for each, and where the clause is used."""

from __future__ import annotations

import pytest

from belisha.triage import Triage
from tests.triage.stories import told

clause = pytest.mark.clause
ABUSED = "For weeks a parent has been sending me vile messages on Facebook and I want to delete them all."
IMAGE = "I found indecent pictures of a child on the caretaker's work laptop."
PORN = "A colleague left a pornographic video open on the school computer."
BREACH = "A teaching assistant wrote on Facebook about a boy in her class and how badly behaved he is."
BY_PARENT = "A parent keeps posting insults about me on Facebook and calls me a disgrace."
REFUSED = (
    "The mum who wrote nasty things about me on Instagram was asked to take it down and she has refused."
)
THREAT = "A parent posted racist threats against our headteacher on Facebook."
STAFF_POST = "One of our teachers has posted on Facebook that half the parents here are scum."
PUPIL_POST = "A pupil posted a TikTok mocking our deputy."


def grounds(found: Triage) -> set[str]:
    return {cite for each in found.grounds for cite in each.cites}


def steps(found: Triage) -> set[str]:
    return {cite for each in found.steps for cite in each.cites}


def do_not(found: Triage) -> set[str]:
    return {cite for each in found.do_not for cite in each.cites}


def offices(found: Triage, cite: str) -> set[str]:
    return {each.office for each in found.route if cite in each.cites}


STEPS = [
    pytest.param("grange", "teacher", IMAGE, "G84c", id="G84c", marks=clause("G84c")),
    pytest.param("grange", "teacher", PORN, "G84e", id="G84e", marks=clause("G84e")),
    pytest.param("grange", "teacher", PORN, "G84f", id="G84f", marks=clause("G84f")),
    pytest.param("grange", "teacher", ABUSED, "G88d", id="G88d", marks=clause("G88d")),
    pytest.param("grange", "teacher", ABUSED, "G88e", id="G88e", marks=clause("G88e")),
    pytest.param("grange", "teacher", ABUSED, "G88f", id="G88f", marks=clause("G88f")),
    pytest.param("grange", "teacher", ABUSED, "G88g", id="G88g", marks=clause("G88g")),
    pytest.param("grange", "teacher", ABUSED, "G88h", id="G88h", marks=clause("G88h")),
    pytest.param("grange", "parent", BREACH, "G54a", id="G54a", marks=clause("G54a")),
    pytest.param("grange", "parent", BREACH, "G54b", id="G54b", marks=clause("G54b")),
    pytest.param("grange", "parent", BREACH, "G56a", id="G56a", marks=clause("G56a")),
    pytest.param(
        "grange",
        "teacher",
        "A Year 2 boy brought his mum's mobile in his bag today.",
        "G88c",
        id="G88c",
        marks=clause("G88c"),
    ),
    pytest.param(
        "grange",
        "teacher",
        "I hugged a child who was crying and it could be misinterpreted.",
        "G31c",
        id="G31c",
        marks=clause("G31c"),
    ),
    pytest.param("barley-lane", "teacher", BY_PARENT, "B29", id="B29", marks=clause("B29")),
    pytest.param("barley-lane", "teacher", BY_PARENT, "B82", id="B82", marks=clause("B82")),
    pytest.param("barley-lane", "teacher", BY_PARENT, "B83", id="B83", marks=clause("B83")),
    pytest.param("barley-lane", "teacher", BY_PARENT, "B86a", id="B86a", marks=clause("B86a")),
    pytest.param("barley-lane", "teacher", BY_PARENT, "B86b", id="B86b", marks=clause("B86b")),
    pytest.param("barley-lane", "teacher", BY_PARENT, "B89a", id="B89a", marks=clause("B89a")),
    pytest.param("barley-lane", "teacher", BY_PARENT, "B89b", id="B89b", marks=clause("B89b")),
    pytest.param("barley-lane", "teacher", PUPIL_POST, "B88", id="B88", marks=clause("B88")),
    pytest.param("barley-lane", "teacher", REFUSED, "B90", id="B90", marks=clause("B90")),
    pytest.param("barley-lane", "teacher", REFUSED, "B90b", id="B90b", marks=clause("B90b")),
    pytest.param("barley-lane", "teacher", THREAT, "B91", id="B91", marks=clause("B91")),
    pytest.param("barley-lane", "headteacher", STAFF_POST, "B120b", id="B120b", marks=clause("B120b")),
    pytest.param("barley-lane", "headteacher", PUPIL_POST, "B130b", id="B130b", marks=clause("B130b")),
    pytest.param(
        "barley-lane",
        "teacher",
        "An advert with naked women came up on the office computer.",
        "B123",
        id="B123",
        marks=clause("B123"),
    ),
    pytest.param(
        "barley-lane",
        "pupil",
        "A scary video came up on the computer in the library.",
        "B136",
        id="B136",
        marks=clause("B136"),
    ),
    pytest.param(
        "barley-lane",
        "teacher",
        "A pupil in Year 6 has asked to follow me on Instagram.",
        "B112",
        id="B112",
        marks=clause("B112"),
    ),
    pytest.param(
        "barley-lane",
        "teacher",
        "A pupil in Year 6 has asked to follow me on Instagram.",
        "B131b",
        id="B131b",
        marks=clause("B131b"),
    ),
    pytest.param(
        "barley-lane",
        "parent",
        "The PE teacher sent my son a friend request on Facebook.",
        "B132",
        id="B132",
        marks=clause("B132"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "A Year 9 pupil sent me a friend request on Facebook.",
        "H54b",
        id="H54b",
        marks=clause("H54b"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "A Year 9 pupil sent me a friend request on Facebook.",
        "H54c",
        id="H54c",
        marks=clause("H54c"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "A colleague mocks another teacher in the staff chat.",
        "H20b",
        id="H20b",
        marks=clause("H20b"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "A colleague mocks another teacher in the staff chat.",
        "H91",
        id="H91",
        marks=clause("H91"),
    ),
    pytest.param(
        "hr-cooperative",
        "contractor",
        "One of our cleaners posted about your pupils.",
        "H97",
        id="H97",
        marks=clause("H97"),
    ),
    pytest.param(
        "coads-green",
        "parent",
        "A mum wrote a rude post about the headteacher.",
        "C44",
        id="C44",
        marks=clause("C44"),
    ),
    pytest.param(
        "coads-green",
        "parent",
        "A mum wrote a rude post about the headteacher.",
        "C45",
        id="C45",
        marks=clause("C45"),
    ),
    pytest.param(
        "coads-green",
        "parent",
        "A mum wrote a rude post about the headteacher.",
        "C46a",
        id="C46a",
        marks=clause("C46a"),
    ),
    pytest.param(
        "coads-green",
        "parent",
        "A mum wrote a rude post about the headteacher.",
        "C46b",
        id="C46b",
        marks=clause("C46b"),
    ),
    pytest.param(
        "calcot",
        "teacher",
        "A boy in my class tried to add me on Snapchat.",
        "K76a",
        id="K76a",
        marks=clause("K76a"),
    ),
    pytest.param(
        "calcot",
        "pupil",
        "My teaching assistant sent me a friend request on Instagram.",
        "K76b",
        id="K76b",
        marks=clause("K76b"),
    ),
    pytest.param(
        "calcot",
        "teacher",
        "A colleague shared posts praising a banned far right group.",
        "K88a",
        id="K88a",
        marks=clause("K88a"),
    ),
    pytest.param(
        "calcot",
        "parent",
        "A mum has been posting abusive comments about a teacher.",
        "K90",
        id="K90",
        marks=clause("K90"),
    ),
    pytest.param(
        "calcot",
        "headteacher",
        "A stranger put up a video saying our school is full of criminals.",
        "K92a",
        id="K92a",
        marks=clause("K92a"),
    ),
    pytest.param(
        "calcot",
        "headteacher",
        "A stranger put up a video saying our school is full of criminals.",
        "K92b",
        id="K92b",
        marks=clause("K92b"),
    ),
    pytest.param(
        "calcot",
        "teacher",
        "A stranger wrote on Twitter that he will burn the school down.",
        "K92c",
        id="K92c",
        marks=clause("K92c"),
    ),
    pytest.param(
        "calcot",
        "teacher",
        "A colleague shared posts praising a banned far right group.",
        "K96d",
        id="K96d",
        marks=clause("K96d"),
    ),
]


@pytest.mark.parametrize(
    ("policy", "role", "story", "cite"),
    STEPS,
)
def test_a_clause_is_a_step_of_the_case(policy: str, role: str, story: str, cite: str) -> None:
    """Make what the clause asks for a step of the case, with its lines."""
    assert cite in steps(told(policy, story, role))


GROUNDS = [
    pytest.param("grange", "parent", BREACH, "G55", id="G55", marks=clause("G55")),
    pytest.param("grange", "parent", BREACH, "G31a", id="G31a", marks=clause("G31a")),
    pytest.param("grange", "parent", BREACH, "G96b", id="G96b", marks=clause("G96b")),
    pytest.param(
        "grange",
        "teacher",
        "A colleague wrote online that a teacher here steals, which is untrue.",
        "G64b",
        id="G64b",
        marks=clause("G64b"),
    ),
    pytest.param(
        "grange",
        "teacher",
        "A colleague posted pictures of herself drunk in our hoodie.",
        "G64c",
        id="G64c",
        marks=clause("G64c"),
    ),
    pytest.param("grange", "teacher", IMAGE, "G82", id="G82", marks=clause("G82")),
    pytest.param("grange", "teacher", IMAGE, "G82b", id="G82b", marks=clause("G82b")),
    pytest.param("grange", "teacher", IMAGE, "G84a", id="G84a", marks=clause("G84a")),
    pytest.param("grange", "teacher", PORN, "G84i", id="G84i", marks=clause("G84i")),
    pytest.param("grange", "teacher", ABUSED, "G88a", id="G88a", marks=clause("G88a")),
    pytest.param(
        "grange",
        "teacher",
        "A colleague is friends with a Year 2 pupil on Facebook.",
        "G44",
        id="G44",
        marks=clause("G44"),
    ),
    pytest.param(
        "grange",
        "teacher",
        "A colleague is friends with a Year 2 pupil on Facebook.",
        "G17b",
        id="G17b",
        marks=clause("G17b"),
    ),
    pytest.param("barley-lane", "teacher", BY_PARENT, "B47", id="B47", marks=clause("B47")),
    pytest.param("barley-lane", "teacher", BY_PARENT, "B73", id="B73", marks=clause("B73")),
    pytest.param("barley-lane", "teacher", BY_PARENT, "B73b", id="B73b", marks=clause("B73b")),
    pytest.param("barley-lane", "headteacher", STAFF_POST, "B120", id="B120", marks=clause("B120")),
    pytest.param("barley-lane", "headteacher", STAFF_POST, "B121", id="B121", marks=clause("B121")),
    pytest.param("barley-lane", "headteacher", PUPIL_POST, "B130", id="B130", marks=clause("B130")),
    pytest.param(
        "barley-lane",
        "teacher",
        "A colleague has been bullying a parent on Messenger.",
        "B124",
        id="B124",
        marks=clause("B124"),
    ),
    pytest.param(
        "barley-lane",
        "parent",
        "The PE teacher sent my son a friend request on Facebook.",
        "B111",
        id="B111",
        marks=clause("B111"),
    ),
    pytest.param(
        "barley-lane",
        "teacher",
        "A pupil in Year 6 has asked to follow me on Instagram.",
        "B131a",
        id="B131a",
        marks=clause("B131a"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "A Year 9 pupil sent me a friend request on Facebook.",
        "H54a",
        id="H54a",
        marks=clause("H54a"),
    ),
    pytest.param(
        "hr-cooperative",
        "parent",
        "A teacher sends my daughter messages on Snapchat.",
        "H87",
        id="H87",
        marks=clause("H87"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "I want to report a colleague but fear I will be punished for it.",
        "H32",
        id="H32",
        marks=clause("H32"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "I want to report a colleague but fear I will be punished for it.",
        "H32b",
        id="H32b",
        marks=clause("H32b"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "A colleague mocks another teacher in the staff chat.",
        "H74",
        id="H74",
        marks=clause("H74"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "A colleague is bullying our trainee online.",
        "H76",
        id="H76",
        marks=clause("H76"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "A colleague is bullying our trainee online.",
        "H95b",
        id="H95b",
        marks=clause("H95b"),
    ),
    pytest.param(
        "coads-green",
        "teacher",
        "A volunteer is friends with three pupils on Facebook.",
        "C20b",
        id="C20b",
        marks=clause("C20b"),
    ),
    pytest.param(
        "coads-green",
        "teacher",
        "A volunteer is friends with three pupils on Facebook.",
        "C20c",
        id="C20c",
        marks=clause("C20c"),
    ),
    pytest.param(
        "coads-green",
        "parent",
        "A mum wrote a rude post about the headteacher.",
        "C46c",
        id="C46c",
        marks=clause("C46c"),
    ),
    pytest.param(
        "calcot",
        "teacher",
        "A boy in my class tried to add me on Snapchat.",
        "K70a",
        id="K70a",
        marks=clause("K70a"),
    ),
    pytest.param(
        "calcot",
        "teacher",
        "A boy in my class tried to add me on Snapchat.",
        "K76c",
        id="K76c",
        marks=clause("K76c"),
    ),
    pytest.param(
        "calcot",
        "teacher",
        "A colleague shared posts praising a banned far right group.",
        "K96a",
        id="K96a",
        marks=clause("K96a"),
    ),
]


@pytest.mark.parametrize(
    ("policy", "role", "story", "cite"),
    GROUNDS,
)
def test_a_clause_is_a_ground_of_the_case(policy: str, role: str, story: str, cite: str) -> None:
    """Show the clause, with its lines, as a ground of what is proposed."""
    assert cite in grounds(told(policy, story, role))


@clause("G84d", "G84j")
def test_an_indecent_image_is_not_investigated() -> None:
    """Forbid investigating, lock the step until the police advise, and say why."""
    found = told("grange", IMAGE)

    assert "G84d" in do_not(found)
    assert "G84j" in grounds(found)
    assert not found.attach.allowed


@clause("G84g")
def test_other_unsuitable_material_waits_for_advice() -> None:
    """Forbid investigating before the advice has been received."""
    assert "G84g" in do_not(told("grange", PORN))


@clause("B84")
def test_nobody_answers_back() -> None:
    """Say that staff never respond or retaliate."""
    assert "B84" in do_not(told("barley-lane", BY_PARENT))


@clause("G84c", "G84e", "G84f", "G88f", "H91", "C44", "K76a", "K76b", "B123")
def test_each_clause_names_who_is_told() -> None:
    """Route the case to the offices and bodies that the clause names."""
    friend = "A boy in my class tried to add me on Snapchat."
    assert offices(told("grange", IMAGE), "G84c") == {"police"}
    assert offices(told("grange", PORN), "G84e") == {"headteacher", "slt"}
    assert offices(told("grange", PORN), "G84f") == {"lado", "education-personnel"}
    assert offices(told("grange", ABUSED), "G88f") == {"line-manager", "headteacher"}
    assert offices(told("hr-cooperative", BY_PARENT), "H91") == {"line-manager", "headteacher"}
    assert offices(told("coads-green", BY_PARENT), "C44") == {"headteacher"}
    assert offices(told("calcot", friend), "K76a") == {"dsl"}
    assert offices(told("calcot", "A teacher has messaged my son.", "parent"), "K76b") == {"headteacher"}
    found = told("barley-lane", "An advert with naked women came up on the office computer.")
    assert offices(found, "B123") == {"ict-team"}
