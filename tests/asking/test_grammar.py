"""How a question is put, and who is to do it."""

from __future__ import annotations

import pytest

from belisha.asking.grammar import Form, form_of, speaks_for_self, subject_of
from belisha.asking.text import fold

from .asked import mentioned


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Can I post it?", Form.MAY),
        ("Am I allowed to?", Form.MAY),
        ("is it ok if I do", Form.MAY),
        ("Do I have to ask?", Form.MUST),
        ("Must we?", Form.MUST),
        ("Is it my job to tell them?", Form.MUST),
        ("Who do I tell?", Form.WHAT_NOW),
        ("What happens next?", Form.WHAT_NOW),
        ("How often must we do it?", Form.WHAT_NOW),
        ("A pupil sent me a request", Form.TOLD),
        ("", Form.TOLD),
    ],
)
def test_form(question: str, form: Form) -> None:
    assert form_of(fold(question)) is form


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
