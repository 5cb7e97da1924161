"""What the policy of The Schools HR Co-operative answers to questions in people's own words.

Each row is one clause. This is the asking side alone; what checks a draft or receives a report shows its own
side in its own tests.
"""

from __future__ import annotations

import pytest

from tests.clauses.asked import check_shown, check_verdict

SLUG = "hr-cooperative"
clause = pytest.mark.clause

ANSWERED = [
    pytest.param(
        "contractor",
        "Do I have to follow this policy as a contractor?",
        "required",
        "H18a",
        marks=clause("H18a"),
    ),
    pytest.param(
        "teacher", "Can I invite colleagues as friends on Facebook?", "required", "H20c", marks=clause("H20c")
    ),
    pytest.param(
        "teacher",
        "do i keep to these guidelines on any social media at home",
        "required",
        "H22",
        marks=clause("H22"),
    ),
    pytest.param(
        "teacher",
        "Does the policy list every kind of social media?",
        "required",
        "H22b",
        marks=clause("H22b"),
    ),
    pytest.param("teacher", "Should I review my privacy settings?", "required", "H28", marks=clause("H28")),
    pytest.param(
        "teacher", "Do I have to stay professional with pupils?", "required", "H29", marks=clause("H29")
    ),
    pytest.param(
        "teacher",
        "Must I act in the best interests of children online?",
        "required",
        "H38",
        marks=clause("H38"),
    ),
    pytest.param(
        "teacher",
        "may pupils talk to each other on a whatsapp group i made",
        "prohibited",
        "H40a",
        marks=clause("H40a"),
    ),
    pytest.param(
        "teacher",
        "Can I set up a Facebook page for my class?",
        "needs-permission",
        "H40b",
        marks=clause("H40b"),
    ),
    pytest.param(
        "teacher",
        "May I set up a site that breaks the provider's minimum age?",
        "prohibited",
        "H40c",
        marks=clause("H40c"),
    ),
    pytest.param("teacher", "Can I set up a page for fun?", "prohibited", "H40d", marks=clause("H40d")),
    pytest.param(
        "teacher", "Can I use Facebook on my school laptop?", "needs-permission", "H42", marks=clause("H42")
    ),
    pytest.param(
        "teacher", "Can I use the school camera for my own photos?", "prohibited", "H44", marks=clause("H44")
    ),
    pytest.param(
        "teacher",
        "Can I look at Facebook on my phone during lessons?",
        "prohibited",
        "H46b",
        marks=clause("H46b"),
    ),
    pytest.param("teacher", "Can I say that I work for the school?", "allowed", "H48a", marks=clause("H48a")),
    pytest.param(
        "teacher",
        "Can my Twitter name contain the school's name?",
        "prohibited",
        "H48b",
        marks=clause("H48b"),
    ),
    pytest.param(
        "teacher",
        "Must I think of how the school is harmed when people know I work there?",
        "required",
        "H48c",
        marks=clause("H48c"),
    ),
    pytest.param(
        "teacher", "Must I think how my posts reflect on the school?", "required", "H50", marks=clause("H50")
    ),
    pytest.param(
        "teacher",
        "may i put something on facebook that makes the organisation look bad",
        "prohibited",
        "H52",
        marks=clause("H52"),
    ),
    pytest.param(
        "teacher", "Can I accept a friend request from a pupil?", "prohibited", "H54a", marks=clause("H54a")
    ),
    pytest.param(
        "teacher", "Can I be friends with a parent on Facebook?", "depends", "H56", marks=clause("H56")
    ),
    pytest.param("teacher", "Can I argue with a parent online?", "prohibited", "H57", marks=clause("H57")),
    pytest.param(
        "teacher",
        "May I write something defamatory about a company?",
        "prohibited",
        "H58",
        marks=clause("H58"),
    ),
    pytest.param(
        "teacher", "Can I post a link to inappropriate content?", "prohibited", "H59", marks=clause("H59")
    ),
    pytest.param("teacher", "Can I give a pupil my mobile number?", "prohibited", "H60", marks=clause("H60")),
    pytest.param(
        "teacher", "Can I text a pupil from my own phone?", "prohibited", "H61", marks=clause("H61")
    ),
    pytest.param(
        "teacher",
        "Can I message a pupil from my school laptop?",
        "needs-permission",
        "H62a",
        marks=clause("H62a"),
    ),
    pytest.param(
        "teacher", "Can I contact a pupil for personal reasons?", "prohibited", "H63", marks=clause("H63")
    ),
    pytest.param(
        "teacher", "Can I send a pupil a personal message?", "prohibited", "H64", marks=clause("H64")
    ),
    pytest.param(
        "teacher", "Can I ask a pupil for personal information?", "prohibited", "H65", marks=clause("H65")
    ),
    pytest.param(
        "teacher", "May I mention a parent negatively online?", "prohibited", "H66", marks=clause("H66")
    ),
    pytest.param(
        "teacher", "Can I comment on an incident at school?", "prohibited", "H67", marks=clause("H67")
    ),
    pytest.param("teacher", "Can I post photos of pupils?", "prohibited", "H68", marks=clause("H68")),
    pytest.param("teacher", "Can I breach confidentiality online?", "prohibited", "H69", marks=clause("H69")),
    pytest.param(
        "teacher",
        "Can I discuss a colleague's personal information?",
        "prohibited",
        "H70",
        marks=clause("H70"),
    ),
    pytest.param(
        "teacher", "Can I discuss personnel issues online?", "prohibited", "H71", marks=clause("H71")
    ),
    pytest.param(
        "teacher",
        "My son goes to the school. Can I message him on WhatsApp?",
        "allowed",
        "H72a",
        marks=clause("H72a"),
    ),
    pytest.param(
        "teacher",
        "Can I use information from my job for personal gain?",
        "prohibited",
        "H72b",
        marks=clause("H72b"),
    ),
    pytest.param(
        "teacher",
        "Can I use my school email to set up a Facebook account?",
        "prohibited",
        "H73",
        marks=clause("H73"),
    ),
    pytest.param(
        "teacher",
        "can i discriminate against someone on social media",
        "prohibited",
        "H74",
        marks=clause("H74"),
    ),
    pytest.param(
        "teacher", "Can I make a joke about somebody's religion?", "prohibited", "H75", marks=clause("H75")
    ),
    pytest.param("teacher", "May I bully someone on social media?", "prohibited", "H76", marks=clause("H76")),
    pytest.param("teacher", "Can I post an offensive image?", "prohibited", "H77", marks=clause("H77")),
    pytest.param("teacher", "Can I insult a family on Facebook?", "prohibited", "H78", marks=clause("H78")),
    pytest.param("teacher", "Can I breach copyright?", "needs-permission", "H80", marks=clause("H80")),
    pytest.param(
        "teacher", "Can I use somebody else's photo?", "needs-permission", "H82", marks=clause("H82")
    ),
    pytest.param(
        "teacher",
        "I have permission to use a photo. Must I name the source?",
        "required",
        "H83",
        marks=clause("H83"),
    ),
    pytest.param(
        "teacher", "Can I contact a pupil on social media?", "prohibited", "H87", marks=clause("H87")
    ),
]

SHOWN = [
    pytest.param("teacher", "What is social media in this policy?", "H16", marks=clause("H16")),
    pytest.param("teacher", "are all staff in a position of trust", "H20d", marks=clause("H20d")),
    pytest.param("teacher", "Are there clear ways to raise a concern?", "H32b", marks=clause("H32b")),
    pytest.param("teacher", "Is Facebook blocked on school computers?", "H42b", marks=clause("H42b")),
    pytest.param("teacher", "Can I use my own phone for Facebook at work?", "H46a", marks=clause("H46a")),
]


@pytest.mark.parametrize(("role", "question", "verdict", "cite"), ANSWERED)
def test_a_question_is_decided_by_the_clause(role: str, question: str, verdict: str, cite: str) -> None:
    """Asked by a {role}, “{question}” is answered “{verdict}” by this clause."""
    check_verdict(SLUG, cite, role, question, verdict)


@pytest.mark.parametrize(("role", "question", "cite"), SHOWN)
def test_an_answer_shows_the_clause(role: str, question: str, cite: str) -> None:
    """Asked by a {role}, “{question}” is answered with this clause."""
    check_shown(SLUG, cite, role, question)
