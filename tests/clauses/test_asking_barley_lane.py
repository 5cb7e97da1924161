"""What the policy of Barley Lane Primary School answers to questions in people's own words.

Each row is one clause. This is the asking side alone; what checks a draft or receives a report shows its own
side in its own tests.
"""

from __future__ import annotations

import pytest

from tests.clauses.asked import check_shown, check_verdict

SLUG = "barley-lane"
clause = pytest.mark.clause

ANSWERED = [
    pytest.param(
        "teacher", "Can I bully somebody on social media?", "prohibited", "B124", marks=clause("B124")
    ),
    pytest.param(
        "parent",
        "Must the school look after the wellbeing of staff and the welfare of children?",
        "required",
        "B29b",
        marks=clause("B29b"),
    ),
    pytest.param(
        "parent", "Does the school protect pupils online at school?", "required", "B33a", marks=clause("B33a")
    ),
    pytest.param(
        "parent",
        "Am I responsible for my child's social media at home?",
        "required",
        "B59",
        marks=clause("B59"),
    ),
    pytest.param(
        "parent",
        "Do I have to promote safe behaviour on social media?",
        "required",
        "B60",
        marks=clause("B60"),
    ),
    pytest.param(
        "governor",
        "May I behave online in a way that hurts the school?",
        "prohibited",
        "B66",
        marks=clause("B66"),
    ),
    pytest.param(
        "parent",
        "May I behave online in a way that is detrimental to the school?",
        "discouraged",
        "B66b",
        marks=clause("B66b"),
    ),
    pytest.param(
        "teacher",
        "May I let what I do online spoil my working relationship with parents?",
        "prohibited",
        "B67",
        marks=clause("B67"),
    ),
    pytest.param(
        "parent",
        "Can I say things online that damage the relationship with the teacher?",
        "discouraged",
        "B67b",
        marks=clause("B67b"),
    ),
    pytest.param("pupil", "Can I use Snapchat? I am nine.", "prohibited", "B69a", marks=clause("B69a")),
    pytest.param(
        "parent", "Can I let my ten year old have Instagram?", "discouraged", "B69b", marks=clause("B69b")
    ),
    pytest.param(
        "governor",
        "Can I assume that what I write in a closed group stays private?",
        "discouraged",
        "B76",
        marks=clause("B76"),
    ),
    pytest.param(
        "parent",
        "Should I know that social networks are public?",
        "recommended",
        "B76b",
        marks=clause("B76b"),
    ),
    pytest.param(
        "teacher", "Do I have to be security conscious online?", "required", "B77", marks=clause("B77")
    ),
    pytest.param(
        "governor", "What should I do against identity theft?", "recommended", "B77b", marks=clause("B77b")
    ),
    pytest.param("teacher", "can I retaliate against a cyberbully", "prohibited", "B84", marks=clause("B84")),
    pytest.param(
        "pupil",
        "Do I have to do what the teacher says about phones?",
        "required",
        "B104",
        marks=clause("B104"),
    ),
    pytest.param(
        "teacher", "Can I go on Facebook in lesson time?", "prohibited", "B108", marks=clause("B108")
    ),
    pytest.param(
        "teacher", "Can I use Facebook at lunch on my own phone?", "allowed", "B109", marks=clause("B109")
    ),
    pytest.param(
        "teacher", "Can I use social media in front of pupils?", "discouraged", "B110", marks=clause("B110")
    ),
    pytest.param(
        "teacher", "Can I be friends with a parent on Facebook?", "prohibited", "B111", marks=clause("B111")
    ),
    pytest.param(
        "teacher",
        "Can I say on Facebook that I work at the school?",
        "discouraged",
        "B113",
        marks=clause("B113"),
    ),
    pytest.param(
        "teacher", "May I post something that damages the school?", "prohibited", "B114", marks=clause("B114")
    ),
    pytest.param(
        "teacher", "Should I say that my views are my own?", "recommended", "B116", marks=clause("B116")
    ),
    pytest.param(
        "teacher",
        "Can I post a photo that shows which class it is?",
        "prohibited",
        "B117",
        marks=clause("B117"),
    ),
    pytest.param("teacher", "Can I post under a false name?", "discouraged", "B119", marks=clause("B119")),
    pytest.param("teacher", "Can I leave my laptop logged in?", "discouraged", "B125", marks=clause("B125")),
    pytest.param("pupil", "Can I go on Instagram in class?", "prohibited", "B129", marks=clause("B129")),
    pytest.param(
        "parent", "Can I add my child's teacher on Facebook?", "prohibited", "B131a", marks=clause("B131a")
    ),
    pytest.param("parent", "may i use a fake account", "discouraged", "B133", marks=clause("B133")),
    pytest.param(
        "pupil", "Can I post something bad about the school?", "prohibited", "B134", marks=clause("B134")
    ),
    pytest.param(
        "pupil", "Can I sign up to Facebook when I am 11?", "prohibited", "B135", marks=clause("B135")
    ),
    pytest.param(
        "pupil", "Do I have to report inappropriate behaviour?", "required", "B29", marks=clause("B29")
    ),
    pytest.param(
        "teacher", "Do I have to apply the policy fairly?", "required", "B58b", marks=clause("B58b")
    ),
]

SHOWN = [
    pytest.param("teacher", "What is social media in this policy?", "B39", marks=clause("B39")),
    pytest.param("parent", "What is cyber bullying?", "B47", marks=clause("B47")),
    pytest.param("parent", "is an ex-pupil a member of the school community", "B49", marks=clause("B49")),
    pytest.param("parent", "Who handles a complaint about this policy?", "B56", marks=clause("B56")),
    pytest.param("parent", "How old do you have to be for Facebook?", "B69c", marks=clause("B69c")),
    pytest.param("teacher", "Is Facebook blocked at school?", "B69d", marks=clause("B69d")),
    pytest.param("parent", "What are the risks of social media?", "B73", marks=clause("B73")),
    pytest.param("teacher", "What is cyberbullying?", "B73b", marks=clause("B73b")),
]


@pytest.mark.parametrize(("role", "question", "verdict", "cite"), ANSWERED)
def test_a_question_is_decided_by_the_clause(role: str, question: str, verdict: str, cite: str) -> None:
    """Asked by a {role}, “{question}” is answered “{verdict}” by this clause."""
    check_verdict(SLUG, cite, role, question, verdict)


@pytest.mark.parametrize(("role", "question", "cite"), SHOWN)
def test_an_answer_shows_the_clause(role: str, question: str, cite: str) -> None:
    """Asked by a {role}, “{question}” is answered with this clause."""
    check_shown(SLUG, cite, role, question)
