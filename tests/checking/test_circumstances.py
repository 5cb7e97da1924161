"""Friends and messages between grown-ups and pupils, and how a post is made: the clauses that mind these."""

from __future__ import annotations

from dataclasses import replace

import pytest

from belisha.checking.check import check
from belisha.checking.draft import PostDraft
from belisha.rules.language.clauses import PlatformFact
from belisha.rules.language.reading import load_policy
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


@pytest.mark.clause("B69b", "K60b")
@pytest.mark.parametrize(
    ("slug", "text", "is_minded"),
    [
        ("barley-lane", "My 13 year old is on TikTok now", True),
        ("calcot", "My 13 year old is on TikTok now", False),
        ("calcot", "My 15 year old uses WhatsApp all day", True),
        ("barley-lane", "My 13 year old has Instagram", False),
        ("barley-lane", "My 12yo has Instagram", True),
        ("grange", "My 8 year old is on TikTok now", False),
    ],
)
def test_the_policy_says_from_which_age(slug: str, text: str, is_minded: bool) -> None:
    """The minimum ages in the policy's clauses decide, by platform, whether a child is too young for it."""
    found = checked(slug, "parent", text).findings
    assert any(each.kind == "too-young-for-site" for each in found) is is_minded


def test_another_age_in_the_policy_is_another_result() -> None:
    policy = load_policy("calcot")
    clauses = tuple(
        replace(each, minimum_age=11) if isinstance(each, PlatformFact) and each.minimum_age == 13 else each
        for each in policy.clauses
    )
    draft = PostDraft("Our 12 year old just got Snapchat", "parent")
    assert "K60b" in cited(check(policy, draft, ROLL))
    assert "K60b" not in cited(check(replace(policy, clauses=clauses), draft, ROLL))


def test_the_schools_register_counts_where_the_policy_names_no_age() -> None:
    policy = without("barley-lane", "B69c")
    draft = PostDraft("Our 12 year old is on Fortnite chat, and has Roblox", "parent")
    assert "B69b" not in cited(check(policy, draft, ROLL))
    known = replace(draft, minimum_ages={"fortnite": 16, "roblox": 16})
    assert "B69b" in cited(check(policy, known, ROLL))


@pytest.mark.parametrize(
    "text",
    [
        "We go live at 9 on Facebook",
        "I am 12 minutes late, posting this on Instagram",
        "No 8 year old should have TikTok",
        "My 8 year old lost a tooth, picture on Facebook",
    ],
)
def test_a_number_beside_a_platform_is_no_child_on_it(text: str) -> None:
    assert "too-young-for-site" not in {each.kind for each in checked("barley-lane", "parent", text).findings}
