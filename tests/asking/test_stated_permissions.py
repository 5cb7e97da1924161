"""What a question says of permissions and offices."""

from __future__ import annotations

import pytest

from belisha.asking.stated_permissions import stated_permissions
from tests.asking.asked import mentioned, policy_of


def said(question: str, policy: str = "grange") -> dict[str, bool]:
    return stated_permissions(mentioned(question), policy_of(policy))


@pytest.mark.parametrize(
    "words",
    [
        "the head has agreed",
        "with the headteacher's permission",
        "if the head agrees",
        "the head said yes",
        "I have the head's permission",
        "the head has given me the go ahead",
        "heads said fine",
        "head has said its all ok",
        "the head gave me a letter saying I can",
        "head emailed me to say it's fine",
        "head said to me I could",
    ],
)
def test_permission_held(words: str) -> None:
    assert said(f"May I use my phone in class, {words}?")["permission-of-headteacher"] is True


@pytest.mark.parametrize(
    "words",
    [
        "without the head's permission",
        "the head has not agreed",
        "the head said no",
        "the head did not say yes",
    ],
)
def test_permission_withheld(words: str) -> None:
    assert said(f"May I use my phone in class, {words}?")["permission-of-headteacher"] is False


@pytest.mark.parametrize(
    "question",
    [
        "May I use my phone?",
        "Whose permission do I need?",
        "Must I ask the head?",
        "The head said something about phones. May I?",
        "A mum gave me a letter. What do I do with it?",
    ],
)
def test_nothing_said(question: str) -> None:
    assert said(question) == {}


WRITTEN = [
    (slug, fact)
    for slug in ("grange", "barley-lane", "hr-cooperative", "coads-green", "calcot")
    for fact in said("they said yes and put it in writing", slug)
    if fact.endswith("-written")
]


def test_some_policies_ask_for_writing() -> None:
    assert WRITTEN


@pytest.mark.parametrize(("slug", "fact"), WRITTEN)
def test_spoken_is_not_written(slug: str, fact: str) -> None:
    spoken = said("they said yes over coffee, nothing in writing", slug)
    assert spoken[fact] is False
    assert spoken[fact.removesuffix("-written")] is True
    assert fact not in said("they said yes", slug)


def test_only_the_one_who_is_named_has_given_it() -> None:
    facts = said("the head has agreed")
    assert {each for each, holds in facts.items() if holds} <= {
        "permission-of-headteacher",
        "permission-of-headteacher-written",
        "permission-of-headteacher-prior",
        "consent-of-headteacher",
    }


def test_who_asks_with_leave_has_it_beforehand_and_who_had_it_afterwards_has_not() -> None:
    assert said("the head has agreed", "grange")["permission-of-headteacher-prior"] is True
    afterwards = said("the head has agreed after I had posted it", "grange")
    assert afterwards["permission-of-headteacher-prior"] is False
    assert afterwards["permission-of-headteacher"] is True


def test_an_office_held() -> None:
    asked_as = {"holds-designated-person": True}
    assert said("I am the designated publicity person, may I speak for us?", "coads-green") == asked_as
    assert said("Is he the designated publicity person?", "coads-green") == {}
    assert said("I am the designated publicity person, may I speak for us?", "grange") == {}
