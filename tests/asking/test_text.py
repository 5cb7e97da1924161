"""People's words made comparable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.asking.text import content_stems, normalise, stem, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Can’t I?", "can not i ?"),
        ("Zoë’s CAFÉ", "zoe's cafe"),
        ("im on fb", "i am on facebook"),
        ("a  b\n\tc", "a b c"),
        ("“Yes,” he said", '" yes , " he said'),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert normalise(text) == folded


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = normalise(text)
    assert once == " ".join(once.split())
    if text.isascii():
        assert normalise(once) == once


@pytest.mark.parametrize(
    "forms", [("posting", "posted", "posts", "post"), ("diary", "diaries"), ("chat", "chatting")]
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len(set(map(stem, forms))) == 1


def test_a_possessive_is_the_word_itself() -> None:
    assert words("My pupil's mum, the governors' chair") == [
        "my",
        "pupil",
        "mum",
        "the",
        "governors",
        "chair",
    ]


def test_words_of_every_question_tell_nothing() -> None:
    assert content_stems(words("Am I allowed to do something about it?")) == []
    assert content_stems(words("May I post photos?")) == ["post", "photo"]
