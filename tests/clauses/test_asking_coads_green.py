"""What the policy of Coads Green Primary School answers to questions in people's own words.

Each row is one clause. This is the asking side alone; what checks a draft or receives a report shows its own
side in its own tests.
"""

from __future__ import annotations

import pytest

from tests.clauses.asked import check_shown, check_verdict

SLUG = "coads-green"
clause = pytest.mark.clause

ANSWERED = [
    pytest.param(
        "parent", "Is the school committed to safeguarding?", "required", "C14c", marks=clause("C14c")
    ),
    pytest.param("parent", "do i have to treat staff with respect", "required", "C18", marks=clause("C18")),
    pytest.param(
        "parent",
        "Should the school protect people from allegations?",
        "recommended",
        "C19",
        marks=clause("C19"),
    ),
    pytest.param(
        "governor",
        "Must I act responsibly on social networks out of school?",
        "required",
        "C20a",
        marks=clause("C20a"),
    ),
    pytest.param(
        "volunteer", "Can I message pupils on Instagram?", "prohibited", "C20b", marks=clause("C20b")
    ),
    pytest.param(
        "teacher",
        "Can I accept a pupil's friend request on Facebook?",
        "prohibited",
        "C20c",
        marks=clause("C20c"),
    ),
    pytest.param(
        "teacher", "Is keeping children safe my key responsibility?", "required", "C20d", marks=clause("C20d")
    ),
    pytest.param("teacher", "Can I message parents on Facebook?", "allowed", "C22", marks=clause("C22")),
    pytest.param(
        "teacher",
        "What must I keep to when I talk to parents on Facebook?",
        "required",
        "C22b",
        marks=clause("C22b"),
    ),
    pytest.param(
        "governor", "Can I use Facebook on the school laptop?", "prohibited", "C24", marks=clause("C24")
    ),
    pytest.param("parent", "May I use the school logo?", "needs-permission", "C26", marks=clause("C26")),
    pytest.param(
        "parent",
        "May I post something that links the school with crime?",
        "prohibited",
        "C27a",
        marks=clause("C27a"),
    ),
    pytest.param(
        "parent",
        "May I post something that damages the school's reputation?",
        "prohibited",
        "C27b",
        marks=clause("C27b"),
    ),
    pytest.param(
        "governor", "May I share confidential information online?", "prohibited", "C28a", marks=clause("C28a")
    ),
    pytest.param(
        "parent", "Can I post the code for the school gate?", "prohibited", "C28b", marks=clause("C28b")
    ),
    pytest.param("parent", "Can I post photos of the school play?", "prohibited", "C29", marks=clause("C29")),
    pytest.param(
        "parent", "Can I be rude about a teacher on Facebook?", "prohibited", "C33", marks=clause("C33")
    ),
    pytest.param(
        "parent",
        "May I post something that harms my professional reputation?",
        "prohibited",
        "C34",
        marks=clause("C34"),
    ),
    pytest.param(
        "parent", "Do I need to be careful with personal information?", "required", "C35", marks=clause("C35")
    ),
    pytest.param("parent", "Can I discuss a pupil on Facebook?", "prohibited", "C36", marks=clause("C36")),
    pytest.param(
        "teacher", "Can I give a parent my mobile number?", "needs-permission", "C37", marks=clause("C37")
    ),
    pytest.param("parent", "What should my privacy settings be?", "recommended", "C38", marks=clause("C38")),
]

SHOWN = [
    pytest.param("parent", "What is social networking in this code?", "C14a", marks=clause("C14a")),
    pytest.param("teacher", "How serious is a breach of the code?", "C46c", marks=clause("C46c")),
]


@pytest.mark.parametrize(("role", "question", "verdict", "cite"), ANSWERED)
def test_a_question_is_decided_by_the_clause(role: str, question: str, verdict: str, cite: str) -> None:
    """Asked by a {role}, “{question}” is answered “{verdict}” by this clause."""
    check_verdict(SLUG, cite, role, question, verdict)


@pytest.mark.parametrize(("role", "question", "cite"), SHOWN)
def test_an_answer_shows_the_clause(role: str, question: str, cite: str) -> None:
    """Asked by a {role}, “{question}” is answered with this clause."""
    check_shown(SLUG, cite, role, question)
