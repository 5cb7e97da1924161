"""Phrases are found as whole words, the longest at each place."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from belisha.asking.phrase_matcher import PhraseMatcher

PHRASES = PhraseMatcher(
    [("head", "a"), ("Head Teacher", "b"), ("teacher", "c"), ("y6", "d"), ("e-mail", "e"), ("head", "f")]
)


def test_the_longest_is_found_and_none_inside_it() -> None:
    assert [(each.word, each.text, each.start) for each in PHRASES.longest("the head teacher or a head")] == [
        ("b", "head teacher", 4),
        ("a", "head", 22),
    ]


def test_every_meaning_is_found_inside_longer_ones_too() -> None:
    assert PHRASES.all_meanings("the head teacher") == {"a", "b", "c", "f"}


def test_parts_of_words_are_not_found() -> None:
    assert PHRASES.longest("ahead of teachers, heady6 emails") == []


def test_marks_may_follow_and_stand_inside() -> None:
    assert [each.word for each in PHRASES.longest("y6's e-mail?")] == ["d", "e"]


def test_nothing_is_found_by_no_phrases() -> None:
    assert PhraseMatcher([]).longest("anything") == []


@given(st.lists(st.text("ab- ", max_size=4), max_size=5), st.text("ab- ", max_size=20))
def test_it_finds_what_a_plain_search_finds(phrases: list[str], text: str) -> None:
    folded = " ".join(text.split())
    plain = {" ".join(each.split()) for each in phrases} - {""}
    # A phrase that begins with a mark may follow a letter directly; the vocabulary has none.
    plain = {each for each in plain if each[0] != "-"}
    expected = {each for each in plain if re.search(rf"(?<![a-z0-9]){re.escape(each)}(?![a-z0-9])", folded)}
    assert PhraseMatcher((each, each) for each in plain).all_meanings(folded) == expected
