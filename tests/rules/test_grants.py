"""The facts that say what somebody has given, and their words."""

import pytest

from belisha.rules.judge import judge
from belisha.rules.language import grants
from belisha.rules.language.grants import GrantFact
from belisha.rules.ruling import Situation
from belisha.rules.wording import grants as grant_words
from tests.rules.judging_cases import WORDS, consent, declaration, office, permission, policy, rule, unless


@pytest.mark.parametrize(
    ("key", "question", "label"),
    [
        (
            grants.permission("headteacher", "written"),
            "Has the headteacher given written permission?",
            "the headteacher has given written permission",
        ),
        (
            grants.permission("police"),
            "Have the police given permission?",
            "the police have given permission",
        ),
        (
            grants.consent("parent", "with-reason"),
            "Has the parent given consent with the reason stated?",
            "the parent has given consent with the reason stated",
        ),
        (
            grants.declared("slt", "on-entry"),
            "Has it been declared to the senior leadership team on entry?",
            "it has been declared to the senior leadership team on entry",
        ),
        (
            grants.holds("designated-person"),
            "Do you act as the designated person?",
            "you act as the designated person",
        ),
    ],
)
def test_a_fact_has_its_question_and_its_statement(key: str, question: str, label: str) -> None:
    fact = grants.parse(key)
    assert fact is not None
    assert (fact.key, grant_words.question(fact, WORDS), grant_words.label(fact, WORDS)) == (
        key,
        question,
        label,
    )


def test_a_key_is_read_back_and_other_facts_are_not_keys() -> None:
    for fact in (
        GrantFact(kind, who, form)
        for kind in grants.PREFIXES
        for who in ("slt", "head-of-school")
        for form in ("", *grants.FORMS)
    ):
        assert grants.parse(fact.key) == fact
    assert grants.parse("in-lesson") is None


@pytest.mark.parametrize(
    ("grant", "words"),
    [
        (
            permission("headteacher", written=True, prior=True),
            "written permission of the headteacher, beforehand",
        ),
        (consent("parent", "pupil"), "consent of the parent or the pupil"),
        (
            declaration("slt", on_entry=True, approved_by=("headteacher",)),
            "declaration to the senior leadership team, on entry, approved by the headteacher",
        ),
        (office("designated-person"), "the office of the designated person"),
    ],
)
def test_a_grant_in_words(grant, words: str) -> None:
    assert grant_words.describe(grant, WORDS) == words


@pytest.mark.parametrize(
    "grant",
    [permission("slt", written=True), consent("slt", with_reason=True), declaration("slt", on_entry=True)],
)
def test_the_facts_of_a_grant_lift_what_it_lifts(grant) -> None:
    it = policy(rule("everyone", "must not", "follow", unless=[unless(grant)]))
    given = {fact.key: True for fact in grants.facts_of(grant)}
    assert judge(it, Situation("teacher", "follow", facts=given), vocabulary=WORDS).verdict == "allowed"
