"""Friends and messages between grown-ups and pupils, and how a post is made: the clauses that mind these."""

from __future__ import annotations

import pytest

from belisha.checking.check import check
from belisha.checking.draft import PostDraft
from tests.checking.drafts import ROLL, checked, cited, is_held_up
from tests.clauses.asked import without

clause = pytest.mark.clause
DRAFTS = [
    pytest.param(
        "barley-lane",
        "teacher",
        "Hello Ruby, how was the gala? Message me here any time",
        "pupils",
        "B111",
        marks=clause("B111"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "Missing you all, talk to me on here whenever",
        "pupils",
        "H64",
        marks=clause("H64"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "Accepted three friend requests from my class, why not",
        "public",
        "H54a",
        marks=clause("H54a"),
    ),
    pytest.param(
        "coads-green",
        "teacher",
        "Chatting with some of my pupils on Snapchat last night",
        "public",
        "C20b",
        marks=clause("C20b"),
    ),
    pytest.param(
        "grange", "teacher", "Added most of my class on Instagram", "public", "G44", marks=clause("G44")
    ),
    pytest.param(
        "calcot",
        "teacher",
        "I follow most of my class on TikTok, they are so funny",
        "public",
        "K72b",
        marks=clause("K72b"),
    ),
    pytest.param(
        "barley-lane",
        "parent",
        "Sent his teacher a friend request on Facebook",
        "public",
        "B131a",
        marks=clause("B131a"),
    ),
    pytest.param(
        "calcot", "pupil", "just followed my teacher on insta lol", "private", "K72a", marks=clause("K72a")
    ),
    pytest.param(
        "coads-green",
        "teaching-assistant",
        "Posting this on the staffroom computer at lunch",
        "private",
        "C24",
        marks=clause("C24"),
    ),
    pytest.param(
        "grange",
        "teacher",
        "Facebook on the school laptop again, naughty",
        "private",
        "G19a",
        marks=clause("G19a"),
    ),
    pytest.param(
        "hr-cooperative",
        "teacher",
        "Scrolling Instagram on my work laptop",
        "private",
        "H42",
        marks=clause("H42"),
    ),
    pytest.param(
        "barley-lane",
        "teacher",
        "Quick tweet, posting while the kids do their spellings",
        "public",
        "B108",
        marks=clause("B108"),
    ),
    pytest.param(
        "calcot",
        "parent",
        "My eight year old has her own account on TikTok, follow her",
        "public",
        "K60b",
        marks=clause("K60b"),
    ),
    pytest.param(
        "barley-lane",
        "parent",
        "Our nine year old is on Snapchat now",
        "public",
        "B69b",
        marks=clause("B69b"),
    ),
]


@pytest.mark.parametrize(("slug", "role", "draft", "audience", "cite"), DRAFTS)
def test_a_draft_is_minded_by_the_clause(slug: str, role: str, draft: str, audience: str, cite: str) -> None:
    """Checked as the draft of a {role}, “{draft}” is minded by this clause."""
    assert cite in cited(checked(slug, role, draft, audience))
    assert cite not in cited(check(without(slug, cite), PostDraft(draft, role, audience), ROLL))


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("teacher", "I never accept friend requests from pupils on Facebook"),
        ("teacher", "My friend followed the band on Instagram all summer"),
        ("teacher", "The school laptops are being mended on Friday"),
        ("parent", "My eight year old lost a tooth"),
        ("pupil", "my cousin is 19 and has tiktok"),
    ],
)
def test_what_only_looks_like_it_is_left_alone(role: str, text: str) -> None:
    found = checked("barley-lane", role, text).findings
    minded = ("contacts-", "follows-", "posts-on", "posts-in", "too-young")
    assert not [each for each in found if each.kind.startswith(minded) and each.severity != "info"]


@pytest.mark.parametrize(
    "text",
    [
        "Well done for your maths today, I am proud of you all",
        "Hi everyone! Please bring your PE kit, and let me know if it is lost",
    ],
)
def test_a_word_to_a_class_is_no_contact_of_ones_own(text: str) -> None:
    found = checked("grange", "teacher", text, "pupils").findings
    assert not [each for each in found if each.kind == "contacts-pupil"]


@pytest.mark.parametrize(
    "text",
    ["mu5lims are verm1n", "AllMuslimsAreVermin", "tranz ppl are freeeaks"],
)
def test_contempt_that_is_misspelt_on_purpose_is_still_told(text: str) -> None:
    assert is_held_up(checked("calcot", "parent", text))


def test_contempt_that_somebody_reports_is_not_held_up() -> None:
    told = "A passer-by said to our neighbour that Romanians are dirty. We reported it"
    assert not is_held_up(checked("calcot", "parent", told))
