"""What was learnt: told in words that no list has, quick, and silent where it should be."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.checking.check import check
from belisha.checking.draft import FindingSeverity, PostDraft
from belisha.checking.learnt import LearntKinds, load_learnt, nearly
from belisha.checking.learnt_settings import settings
from belisha.checking.looks import STRETCH, stretches
from belisha.checking.rulings import kinds
from belisha.rules.language.reading import load_policy
from tests.checking.drafts import ROLL, checked, cited

AWKWARD = st.text(
    st.one_of(
        st.sampled_from("aeiou 0'’@#\"“”.!?\n\t<>&*\u202e\u200d\u0430é😀"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=400,
)
PIECES = st.lists(
    st.sampled_from(
        ["Ruby", "Mrs", "Jones", "'", '"', "not", "an idiot", "07700 900123", "@", "#GrangeInfants", "f**k",
         "i d i o t", "RG1 4AA", "pw:", "\u202e", "\n", "Year 2", "at the zoo", "tomorrow", "I hate", "😀😀"]
    ),
    max_size=60,
).map(" ".join)  # fmt: skip


def test_every_learnt_kind_is_one_that_detectors_observe() -> None:
    assert set(load_learnt().kinds) <= set(kinds())
    assert set(settings()) == set(load_learnt().kinds)


@pytest.mark.clause("G20")
def test_criticism_in_words_that_no_list_has_is_grounded() -> None:
    result = checked("grange", "parent", "Our school is a holding pen with glitter these days")
    assert {"G20", "G37b"} & cited(result)


@pytest.mark.parametrize(
    "text",
    [
        "No one should be called a retard, it hurts",
        "Nobody should say that disabled people are a burden",
        "Women deserve equal pay",
    ],
)
def test_counter_speech_is_not_held_up(text: str) -> None:
    found = checked("calcot", "parent", text).findings
    assert all(each.severity is FindingSeverity.INFO for each in found)


def test_a_word_that_is_misspelt_is_read_as_the_one_it_is_like() -> None:
    assert "hatred" in nearly("hatrd")
    assert "despise" in nearly("dseipse") or "hate" in nearly("haet")
    assert "hate" in nearly("h4te")
    model = load_learnt()
    assert model.numbers(["contmpt"]) == model.numbers(["contempt"]) != [0]


def test_long_drafts_are_read_in_stretches_of_whole_sentences() -> None:
    sentences = [place // 20 for place in range(100)]
    starts = stretches(sentences)
    assert starts[0] == 0
    assert all(sentences[place] != sentences[place - 1] for place in starts[1:])
    assert all(end - start <= STRETCH for start, end in pairwise(starts))


def test_what_is_packed_is_read_again() -> None:
    model = load_learnt()
    again = LearntKinds.unpacked(model.packed())
    words = ["our", "head", "is", "a", "weasel"]
    for each in (model, again):
        numbers = each.numbers(words)
        assert each.scores(numbers, each.features(numbers), [0]).shape == (1, len(model.kinds))
    assert again.words == model.words


@given(st.one_of(AWKWARD, PIECES))
def test_any_text_is_checked_and_each_finding_lies_within_it(text: str) -> None:
    draft = PostDraft(text or "x", "teacher")
    if not draft.text.strip():
        return
    for each in check(load_policy("grange"), draft, ROLL).findings:
        assert 0 <= each.start <= each.end <= len(draft.text)
        assert draft.text[each.start : each.end] == each.words
