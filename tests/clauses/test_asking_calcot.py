"""What the policy of Calcot Schools answers to questions in people's own words.

Each row is one clause. This is the asking side alone; what checks a draft or receives a report shows its own
side in its own tests.
"""

from __future__ import annotations

import pytest

from tests.clauses.asked import check_shown, check_verdict

SLUG = "calcot"
clause = pytest.mark.clause

ANSWERED = [
    pytest.param(
        "parent",
        "Do I have to behave online as I would face to face?",
        "required",
        "K54a",
        marks=clause("K54a"),
    ),
    pytest.param("parent", "May I use social media?", "allowed", "K54c", marks=clause("K54c")),
    pytest.param(
        "parent", "Can I insult a teacher in a WhatsApp group?", "prohibited", "K56a", marks=clause("K56a")
    ),
    pytest.param(
        "parent",
        "I have a concern about the school. What should I do?",
        "recommended",
        "K58a",
        marks=clause("K58a"),
    ),
    pytest.param(
        "parent",
        "My concern was not resolved. Do I use the complaints procedure?",
        "recommended",
        "K58b",
        marks=clause("K58b"),
    ),
    pytest.param(
        "parent", "Can I complain about the school on Facebook?", "discouraged", "K58c", marks=clause("K58c")
    ),
    pytest.param("parent", "May my 14 year old use WhatsApp?", "discouraged", "K60b", marks=clause("K60b")),
    pytest.param(
        "teacher",
        "How do we balance teaching about social media with not encouraging underage use?",
        "required",
        "K62b",
        marks=clause("K62b"),
    ),
    pytest.param(
        "parent",
        "Should I talk to my child about the apps they use?",
        "recommended",
        "K64a",
        marks=clause("K64a"),
    ),
    pytest.param(
        "parent", "Is there any help for parents about screen time?", "allowed", "K64b", marks=clause("K64b")
    ),
    pytest.param(
        "parent",
        "Can I ask about my child on the school's Facebook page?",
        "discouraged",
        "K66b",
        marks=clause("K66b"),
    ),
    pytest.param(
        "parent", "How do I contact the school electronically?", "required", "K68a", marks=clause("K68a")
    ),
    pytest.param("parent", "may i send a message by parentmail", "allowed", "K68b", marks=clause("K68b")),
    pytest.param(
        "pupil",
        "Can I be friends with my teacher on Instagram?",
        "needs-permission",
        "K70a",
        marks=clause("K70a"),
    ),
    pytest.param(
        "pupil", "Can I follow my teacher on Instagram?", "discouraged", "K72a", marks=clause("K72a")
    ),
    pytest.param("teacher", "Can I follow a pupil on TikTok?", "prohibited", "K72b", marks=clause("K72b")),
    pytest.param(
        "teacher", "Must I stay professional in my private life?", "required", "K72c", marks=clause("K72c")
    ),
    pytest.param(
        "teacher", "Can I bring the profession into disrepute?", "prohibited", "K78a", marks=clause("K78a")
    ),
    pytest.param(
        "teacher", "What should my privacy settings be?", "recommended", "K78b", marks=clause("K78b")
    ),
    pytest.param(
        "teacher", "Can I talk about the school on Facebook?", "prohibited", "K78c", marks=clause("K78c")
    ),
    pytest.param(
        "teacher", "Should I say that my opinions are my own?", "recommended", "K78d", marks=clause("K78d")
    ),
    pytest.param(
        "parent", "Can I upload a photo of another child?", "needs-permission", "K82a", marks=clause("K82a")
    ),
    pytest.param(
        "teacher", "Can I invite an extremist speaker to school?", "prohibited", "K96a", marks=clause("K96a")
    ),
    pytest.param("teacher", "May I look at extremist websites?", "prohibited", "K96b", marks=clause("K96b")),
    pytest.param(
        "parent",
        "Should I support the school against extremism?",
        "recommended",
        "K96c",
        marks=clause("K96c"),
    ),
    pytest.param(
        "headteacher",
        "A teacher has a question I can't answer. Can I call LGfL?",
        "allowed",
        "K102b",
        marks=clause("K102b"),
    ),
]

SHOWN = [
    pytest.param("slt", "Why does online reputation matter?", "K44b", marks=clause("K44b")),
    pytest.param(
        "teacher", "How do I reach the Professionals Online Safety Helpline?", "K46a", marks=clause("K46a")
    ),
    pytest.param("teacher", "what is the email of posh", "K46b", marks=clause("K46b")),
    pytest.param("teacher", "What is social media here?", "K54b", marks=clause("K54b")),
    pytest.param("parent", "How old must my son be for WhatsApp?", "K60a", marks=clause("K60a")),
    pytest.param(
        "parent", "do younger kids have issues on social media at your school", "K60c", marks=clause("K60c")
    ),
    pytest.param("parent", "are the rules on age going to change", "K60d", marks=clause("K60d")),
    pytest.param("parent", "Whom can I ask if I have a question?", "K100", marks=clause("K100")),
    pytest.param(
        "teacher", "I have a question about social media. Whom do I ask first?", "K102", marks=clause("K102")
    ),
]


@pytest.mark.parametrize(("role", "question", "verdict", "cite"), ANSWERED)
def test_a_question_is_decided_by_the_clause(role: str, question: str, verdict: str, cite: str) -> None:
    """Asked by a {role}, “{question}” is answered “{verdict}” by this clause."""
    check_verdict(SLUG, cite, role, question, verdict)


@pytest.mark.parametrize(("role", "question", "cite"), SHOWN)
def test_an_answer_shows_the_clause(role: str, question: str, cite: str) -> None:
    """Asked by a {role}, “{question}” is answered with this clause."""
    check_shown(SLUG, cite, role, question)
