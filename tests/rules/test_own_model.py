"""The model for a school without a document is complete: it reads, holds together, and acts at every door."""

from __future__ import annotations

from datetime import date

import pytest

from belisha.asking.asking import ask
from belisha.checking.check import check
from belisha.checking.draft import PostDraft
from belisha.rules.edit import ADOPTED, taken_over
from belisha.rules.examine import examine
from belisha.rules.language.clauses import Note, Plain, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import (
    library_slugs,
    load_policy,
    model_slugs,
    read_policy,
    shipped_text,
)
from belisha.rules.language.writing import write_policy
from belisha.rules.lint import lint
from belisha.triage.proposal import triage

SLUG = "social-media"
ON = date(2026, 11, 30)
ASKED = [
    ("teacher", "Can I accept a friend request from a pupil?", "prohibited"),
    ("governor", "can i follow a pupil on instagram", "prohibited"),
    ("parent", "can i film the nativity play", "needs-permission"),
    ("teacher", "can i put the kids pictures on our class instagram", "needs-permission"),
    ("pupil", "can i go on tiktok im 11", "prohibited"),
    ("visitor", "can i use my phone in the playground", "prohibited"),
    ("teacher", "may I use the school logo on my own page", "needs-permission"),
    ("parent", "can I complain about the school on facebook", "prohibited"),
]


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(SLUG)


def test_it_is_a_model_that_no_school_has(policy: Policy) -> None:
    assert SLUG in model_slugs()
    assert SLUG not in library_slugs()
    assert policy.control.is_model
    assert write_policy(policy) == shipped_text(SLUG)


def test_another_slug_is_met_with_the_nearest() -> None:
    with pytest.raises(LookupError, match="social-media"):
        load_policy("social-medium")


def test_it_holds_together(policy: Policy) -> None:
    """Nothing contradicts or is without effect. What is left to say the adopting school says."""
    found = examine(policy, on=ON, others=[])
    assert (found.contradictions, found.never_decide, found.unreached) == ((), (), ())
    plain = {f"clause `{each.id}`" for each in policy.clauses if isinstance(each, Plain)}
    about_standing = {"front matter", "front matter, `standing`"}
    assert {each.where for each in lint(policy, ON)} == plain | about_standing
    adopted = taken_over(
        policy,
        slug=SLUG,
        school="Ash School",
        standing=ADOPTED,
        review_due_on=date(2027, 11, 30),
        review_due="",
        version="1",
    )
    assert read_policy(write_policy(adopted)).control.school == "Ash School"


def test_each_clause_is_cited_and_says_who_and_what(policy: Policy) -> None:
    assert all(each.cites and each.text for each in policy.clauses)
    assert sum(isinstance(each, Rule) for each in policy.clauses) > 80
    assert {each.kind for each in policy.clauses if isinstance(each, Note)} >= {
        "right",
        "promise",
        "consequence",
        "guidance",
    }


@pytest.mark.parametrize(("role", "question", "verdict"), ASKED)
def test_it_answers(policy: Policy, role: str, question: str, verdict: str) -> None:
    assert ask(policy, question, role=role, on=ON).ruling.verdict == verdict


def test_harm_meets_help_first(policy: Policy) -> None:
    answer = ask(policy, "someone made a fake nude of me with ai", role="pupil", on=ON)
    assert answer.help is not None


def test_it_minds_what_is_in_a_draft(policy: Policy) -> None:
    drafts = {
        "The head is a useless bully and everybody knows it.": "post-abuse",
        "The alarm code for the school is 5512.": "disclose-security",
    }
    for words, action in drafts.items():
        found = check(policy, PostDraft(words, "parent"), on=ON)
        assert action in {each.action for each in found.findings}, words


def test_what_has_happened_goes_to_whom_it_names(policy: Policy) -> None:
    bullied = triage(policy, "Pupils set up a group chat to bully a teacher.", role="teacher", on=ON)
    assert {"10.3", "10.4"} <= {cite for step in bullied.steps for cite in step.cites}
    found = triage(policy, "I found an indecent image of a child on a tablet.", role="teacher", on=ON)
    assert "10.6" in {cite for each in (*found.route, *found.steps) for cite in each.cites}


def test_it_keeps_registers_and_duties(policy: Policy) -> None:
    effects = [effect for each in policy.clauses if isinstance(each, Rule) for effect in each.then]
    kept = {effect.register for effect in effects if effect.register}
    assert kept >= {
        "acknowledgements",
        "permissions",
        "exceptions",
        "contacts",
        "declarations",
        "images",
        "phones",
        "accounts",
        "mentions",
        "lessons",
        "incidents",
        "training",
        "vetting",
        "equality-checks",
    }
    every = [each for each in policy.clauses if isinstance(each, Rule) and each.every]
    assert len(every) >= 7
