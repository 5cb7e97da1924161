"""What the policy of Grange Infant School answers to questions in people's own words.

Each row is one clause. This is the asking side alone; what checks a draft or receives a report shows its own
side in its own tests.
"""

from __future__ import annotations

import pytest

from tests.clauses.asked import check_help_first, check_shown, check_verdict

SLUG = "grange"
clause = pytest.mark.clause

ANSWERED = [
    pytest.param(
        "parent",
        "Is the school committed to safeguarding children in all its work?",
        "required",
        "G11a",
        marks=clause("G11a"),
    ),
    pytest.param(
        "teacher",
        "Do I have to protect the reputation of the school?",
        "required",
        "G15a",
        marks=clause("G15a"),
    ),
    pytest.param(
        "teacher",
        "Must I treat my colleagues with respect on social media?",
        "required",
        "G15b",
        marks=clause("G15b"),
    ),
    pytest.param(
        "parent",
        "Should the school protect people from false allegations on social networks?",
        "recommended",
        "G16",
        marks=clause("G16"),
    ),
    pytest.param(
        "governor",
        "Do I have to think of safeguarding when I use social networks at home?",
        "required",
        "G17a",
        marks=clause("G17a"),
    ),
    pytest.param(
        "volunteer",
        "May I message children from school on Snapchat?",
        "prohibited",
        "G17b",
        marks=clause("G17b"),
    ),
    pytest.param(
        "teacher",
        "Is the safety of children my own key responsibility?",
        "required",
        "G17c",
        marks=clause("G17c"),
    ),
    pytest.param(
        "visitor",
        "Can I use my mobile phone in the corridor at school?",
        "prohibited",
        "G18",
        marks=clause("G18"),
    ),
    pytest.param(
        "teacher",
        "Can I check Facebook on my school laptop at home?",
        "needs-permission",
        "G19a",
        marks=clause("G19a"),
    ),
    pytest.param(
        "governor",
        "May I say something negative about the school on my own Facebook?",
        "prohibited",
        "G20",
        marks=clause("G20"),
    ),
    pytest.param(
        "volunteer",
        "Do I have to keep a high standard of personal conduct?",
        "required",
        "G29a",
        marks=clause("G29a"),
    ),
    pytest.param(
        "teacher", "Does how I behave away from work matter?", "required", "G29b", marks=clause("G29b")
    ),
    pytest.param(
        "teacher",
        "Do I need to keep professional boundaries online?",
        "required",
        "G31b",
        marks=clause("G31b"),
    ),
    pytest.param(
        "teacher", "Can I mention the school trip on my Facebook?", "prohibited", "G35", marks=clause("G35")
    ),
    pytest.param(
        "parent", "May I use the school logo on a flyer?", "needs-permission", "G36", marks=clause("G36")
    ),
    pytest.param(
        "parent",
        "May I post a picture linking the school with something illegal?",
        "prohibited",
        "G37a",
        marks=clause("G37a"),
    ),
    pytest.param(
        "governor",
        "Can I post something that damages the school's reputation?",
        "prohibited",
        "G37b",
        marks=clause("G37b"),
    ),
    pytest.param(
        "governor",
        "Can I share confidential information from the governors' meeting online?",
        "prohibited",
        "G38a",
        marks=clause("G38a"),
    ),
    pytest.param(
        "teacher", "Can I post the door code on WhatsApp?", "prohibited", "G38b", marks=clause("G38b")
    ),
    pytest.param(
        "parent", "Can I post photos of the sports day on Facebook?", "prohibited", "G39", marks=clause("G39")
    ),
    pytest.param("teacher", "How should I contact a parent?", "required", "G43", marks=clause("G43")),
    pytest.param(
        "governor", "Can I accept a friend request from a pupil?", "prohibited", "G44", marks=clause("G44")
    ),
    pytest.param(
        "parent", "May I be rude about a teacher on Facebook?", "prohibited", "G45", marks=clause("G45")
    ),
    pytest.param(
        "parent", "Can I post things that harm my own reputation?", "prohibited", "G46", marks=clause("G46")
    ),
    pytest.param(
        "parent",
        "Do I need to be careful about giving out personal information online?",
        "required",
        "G47",
        marks=clause("G47"),
    ),
    pytest.param("volunteer", "What should my privacy settings be?", "required", "G48", marks=clause("G48")),
    pytest.param(
        "parent", "Can I use my phone when I collect my child?", "prohibited", "G49", marks=clause("G49")
    ),
    pytest.param(
        "teacher", "Can I put my job and school on LinkedIn?", "prohibited", "G60", marks=clause("G60")
    ),
    pytest.param(
        "teacher", "Is it dangerous to put my address on Facebook?", "required", "G62a", marks=clause("G62a")
    ),
    pytest.param(
        "teacher",
        "Must I be careful about defamation when I write about others?",
        "required",
        "G64a",
        marks=clause("G64a"),
    ),
    pytest.param(
        "teacher",
        "Can I make an allegation about a colleague on Facebook?",
        "prohibited",
        "G64b",
        marks=clause("G64b"),
    ),
    pytest.param(
        "teacher",
        "May I upload a photo that brings the school into disrepute?",
        "prohibited",
        "G64c",
        marks=clause("G64c"),
    ),
    pytest.param(
        "volunteer",
        "Can I use my own phone when children are present?",
        "prohibited",
        "G68",
        marks=clause("G68"),
    ),
    pytest.param(
        "teacher", "Where should I keep my phone during lessons?", "required", "G69", marks=clause("G69")
    ),
    pytest.param(
        "teacher",
        "My mother is dying, can I keep my phone on?",
        "needs-permission",
        "G70",
        marks=clause("G70"),
    ),
    pytest.param(
        "teacher", "Can I use my phone on the school trip?", "prohibited", "G71", marks=clause("G71")
    ),
    pytest.param(
        "teacher", "Can I take photos of the children?", "needs-permission", "G72a", marks=clause("G72a")
    ),
    pytest.param(
        "teacher",
        "May I share photos of pupils with other parents?",
        "prohibited",
        "G72b",
        marks=clause("G72b"),
    ),
    pytest.param(
        "teacher",
        "may I video classroom activities on my personal tablet",
        "prohibited",
        "G73",
        marks=clause("G73"),
    ),
    pytest.param(
        "teacher",
        "Can I give a parent my personal email address?",
        "prohibited",
        "G78a",
        marks=clause("G78a"),
    ),
    pytest.param(
        "teacher",
        "Should I use the school email to message parents?",
        "required",
        "G78b",
        marks=clause("G78b"),
    ),
    pytest.param(
        "teacher", "Should I set quiet hours for parents?", "required", "G78c", marks=clause("G78c")
    ),
    pytest.param(
        "teacher",
        "Can I give my mobile number to a parent?",
        "needs-permission",
        "G78d",
        marks=clause("G78d"),
    ),
    pytest.param(
        "teacher",
        "I must call a parent on my own phone. Do I withhold my number?",
        "required",
        "G78e",
        marks=clause("G78e"),
    ),
    pytest.param(
        "teacher", "Can I share my password with a colleague?", "prohibited", "G78g", marks=clause("G78g")
    ),
    pytest.param("teacher", "Should I know who can see my page?", "required", "G78h", marks=clause("G78h")),
    pytest.param(
        "parent", "Can I message the teacher on Class Dojo?", "allowed", "G78i", marks=clause("G78i")
    ),
    pytest.param(
        "teacher",
        "May I look at pornography on my school laptop?",
        "prohibited",
        "G84b",
        marks=clause("G84b"),
    ),
    pytest.param("pupil", "Can I bring my phone to school?", "prohibited", "G88b", marks=clause("G88b")),
    pytest.param(
        "teacher",
        "do i have to keep my personal information out of the wrong hands",
        "required",
        "G88i",
        marks=clause("G88i"),
    ),
    pytest.param(
        "headteacher",
        "Should the school do something to prevent cyberbullying of staff?",
        "recommended",
        "G88j",
        marks=clause("G88j"),
    ),
]

SHOWN = [
    pytest.param("teacher", "What counts as social networking in this policy?", "G9", marks=clause("G9")),
    pytest.param("teacher", "How serious is a breach of this policy?", "G55", marks=clause("G55")),
    pytest.param(
        "teacher", "what harm can it do to say where i work on facebook", "G62e", marks=clause("G62e")
    ),
    pytest.param("teacher", "What happens if I look at porn at work?", "G84i", marks=clause("G84i")),
    pytest.param("teacher", "What is cyber-bullying?", "G88a", marks=clause("G88a")),
]

HELPED = [
    pytest.param(
        "parent", "Is it ever allowed to have indecent images of children?", "G82", marks=clause("G82")
    ),
    pytest.param(
        "teacher",
        "What happens to staff who access sites with indecent images of children?",
        "G82b",
        marks=clause("G82b"),
    ),
    pytest.param(
        "teacher", "Is it illegal to look at indecent images of children?", "G84h", marks=clause("G84h")
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


@pytest.mark.parametrize(("role", "question", "cite"), HELPED)
def test_help_comes_first_and_then_the_clause(role: str, question: str, cite: str) -> None:
    """Asked by a {role}, “{question}” gets help first, and this clause below it."""
    check_help_first(SLUG, cite, role, question)
