"""How a question is put, and who is to do it."""

from __future__ import annotations

import pytest

from belisha.asking.grammar import GrammaticalForm, form_of, speaks_for_self, subject_of
from belisha.asking.text import normalise
from tests.asking.asked import mentioned


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Can I post it?", GrammaticalForm.MAY),
        ("Am I allowed to?", GrammaticalForm.MAY),
        ("is it ok if I do", GrammaticalForm.MAY),
        ("Do I have to ask?", GrammaticalForm.MUST),
        ("Must we?", GrammaticalForm.MUST),
        ("Is it my job to tell them?", GrammaticalForm.MUST),
        ("Who do I tell?", GrammaticalForm.WHAT_NOW),
        ("What happens next?", GrammaticalForm.WHAT_NOW),
        ("How often must we do it?", GrammaticalForm.WHAT_NOW),
        ("A pupil sent me a request", GrammaticalForm.TOLD),
        ("", GrammaticalForm.TOLD),
    ],
)
def test_form(question: str, form: GrammaticalForm) -> None:
    assert form_of(normalise(question)) is form


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("Can parents take photos at sports day?", "parent"),
        ("Is a governor allowed to post?", "governor"),
        ("Should my child's teacher add me?", "teacher"),
        ("Can I add a pupil?", None),
        ("What do I do if a parent is rude?", None),
        ("A pupil added me. Can I accept?", None),
        ("May it be shared?", None),
    ],
)
def test_subject(question: str, role: str | None) -> None:
    subject = subject_of(mentioned(question))
    assert (subject.role if subject else None) == role


@pytest.mark.parametrize(
    ("question", "for_self"),
    [("Can I?", True), ("is it ok to post?", True), ("Can parents?", False), ("a pupil was rude", False)],
)
def test_the_speaker_is_the_one_who_would_do_it(question: str, for_self: bool) -> None:
    assert speaks_for_self(mentioned(question)) is for_self
