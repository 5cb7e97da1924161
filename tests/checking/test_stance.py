"""Contempt told from its denial, from quotation and from words that only sound like it."""

from __future__ import annotations

import pytest

from belisha.checking.draft import FindingSeverity
from tests.checking.drafts import checked, is_held_up

GROUPS = ["Ukrainians", "Sikhs", "deaf people", "trans women", "Albanians", "wheelchair users"]


def kinds_that_hold(text: str) -> set[str]:
    """The kinds of the findings that block or warn."""
    found = checked("calcot", "parent", text).findings
    return {each.kind for each in found if each.severity is not FindingSeverity.INFO}


@pytest.mark.clause("K56a")
@pytest.mark.parametrize("group", GROUPS)
def test_contempt_is_told_whoever_it_is_for(group: str) -> None:
    """Contempt for a group that no example names is held up like that for another."""
    assert "discriminates" in kinds_that_hold(f"All {group} are parasites")
    assert not is_held_up(checked("calcot", "parent", f"{group} are not parasites"))
    assert not is_held_up(
        checked("calcot", "parent", f"Our neighbours are {group} and bake for the whole street")
    )


@pytest.mark.parametrize(
    "text",
    [
        "Somebody shouted 'go home, the lot of you' at the Sikh family next door. We rang the police",
        "We ate faggots with mash and gravy",
        "No deaf child should ever be made to feel worthless",
    ],
)
def test_what_is_denied_quoted_or_another_word_is_left_alone(text: str) -> None:
    assert not is_held_up(checked("calcot", "parent", text))


def test_what_is_disclaimed_first_is_meant_all_the_same() -> None:
    assert "discriminates" in kinds_that_hold("I am no racist, but Albanians are thieving vermin")


def test_the_other_sense_of_a_word_does_not_save_it_from_being_thrown_at_somebody() -> None:
    assert "discriminates" in kinds_that_hold("Eat your mash and gravy, you faggot")


@pytest.mark.parametrize(
    ("text", "is_insult"),
    [("You dropped it again, genius. Idiot.", True), ("I forgot my keys. Idiot.", False)],
)
def test_an_insult_alone_is_for_whom_the_sentence_before_it_speaks_to(text: str, is_insult: bool) -> None:
    assert ("insults" in kinds_that_hold(text)) is is_insult
