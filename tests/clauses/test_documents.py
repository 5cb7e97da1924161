"""What a document says about itself stands on its page: document control, what it is for, what has aged."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from belisha.rules.language.writing import write_policy
from belisha.rules.lint import lint
from tests.clauses.asked import policy_of, without
from tests.clauses.asked_of_schools import put_in_force, source_of

ON = date(2026, 11, 21)
clause = pytest.mark.clause
CONTROL = [
    pytest.param("grange", "title", "Title", "Social Media Policy", marks=clause("G1")),
    pytest.param(
        "grange", "scope", "Scope", "Social networking online and outside work", marks=clause("G19b")
    ),
    pytest.param("grange", "ratified by", "Ratified by", "Governing Body", marks=clause("G98")),
    pytest.param("grange", "review due", "Next review due", "September 2024", marks=clause("G102")),
    pytest.param("grange", "review period", "Review period", "1 year", marks=clause("G100")),
    pytest.param("grange", "ask whom", "Ask, where it is silent", "Headteacher", marks=clause("G56d")),
    pytest.param("barley-lane", "title", "Title", "Social Media Policy", marks=clause("B9")),
    pytest.param("barley-lane", "scope", "Scope", "Personal websites, blogs and", marks=clause("B35")),
    pytest.param("barley-lane", "approved by", "Approved", "Senior leadership team", marks=clause("B5")),
    pytest.param("barley-lane", "review due", "Next review due", "Spring Term 2026", marks=clause("B7")),
    pytest.param(
        "hr-cooperative", "publisher", "Published by", "The Schools HR Co-operative", marks=clause("H5")
    ),
    pytest.param("hr-cooperative", "model", "Model policy", "Yes", marks=clause("H10")),
    pytest.param("hr-cooperative", "dated", "Dated", "September 2015", marks=clause("H12")),
    pytest.param("coads-green", "title", "Title", "Social Media Code of Conduct", marks=clause("C3")),
    pytest.param("coads-green", "scope", "Scope", "Social networking outside work", marks=clause("C24b")),
    pytest.param("coads-green", "dated", "Dated", "Reviewed March 2021", marks=clause("C50")),
    pytest.param("coads-green", "approved by", "Approved", "Governing Board", marks=clause("C52")),
    pytest.param("calcot", "schools", "For", "Calcot Infants, Calcot Junior", marks=clause("K5")),
    pytest.param("calcot", "committee", "Responsible committee", "Curriculum", marks=clause("K9")),
]
OTHER = {"ask whom": "dsl", "review due": "some day", "review period": "9 years", "model": None}
STATED = [
    pytest.param("grange", "G25", marks=clause("G24", "G25")),
    pytest.param("grange", "G56d", marks=clause("G56d")),
    pytest.param("hr-cooperative", "H10", marks=clause("H10")),
    pytest.param("coads-green", "C12", marks=clause("C12")),
    pytest.param("coads-green", "C14b", marks=clause("C14b")),
]
FAULTS = [
    pytest.param("grange", "editions", "2022", marks=clause("G62f")),
    pytest.param("grange", "signatures", "Headteacher", marks=clause("G104")),
    pytest.param("grange", "signatures", "Chair of Governors", marks=clause("G109")),
    pytest.param("grange", "superseded", "Keeping Children Safe in Education", marks=clause("G94")),
    pytest.param("barley-lane", "approver", "senior leadership team", marks=clause("B5")),
    pytest.param("barley-lane", "review-overdue", "Spring Term 2026", marks=clause("B7")),
    pytest.param("hr-cooperative", "review-missing", "review date", marks=clause("H12")),
    pytest.param("hr-cooperative", "numbering", "there is no section `4`", marks=clause("H89")),
    pytest.param("coads-green", "notice", "footer", marks=clause("C27c")),
    pytest.param("coads-green", "review-missing", "No date for the next review", marks=clause("C50")),
    pytest.param("calcot", "notice", "Error! Bookmark not defined.", marks=clause("K82b")),
    pytest.param("calcot", "notice", "links lead nowhere", marks=clause("K50c", "K64b")),
    pytest.param("calcot", "versions", "Version `1` stands for 2 dates", marks=clause("K27")),
    pytest.param("calcot", "website", "`required on website` says no", marks=clause("K33")),
]


def policy_page(client: Client, slug: str) -> str:
    """The words of the page of the whole policy."""
    page = client.get(f"/s/{slug}/policy/?open=all").content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(("slug", "field", "heading", "words"), CONTROL)
def test_document_control_says_it(
    demo: None, client: Client, slug: str, field: str, heading: str, words: str
) -> None:
    """The policy's page shows it in document control: “{heading}: {words}”."""
    shown = f"{heading} {words}".casefold()
    before = policy_page(client, slug).casefold().count(shown)
    assert before
    other = OTHER.get(field, "Something else")
    line = f"{field}: {other}\n" if other else ""
    changed = re.sub(rf"^{field}: .*\n", line, source_of(slug), flags=re.MULTILINE)
    assert changed != source_of(slug)
    put_in_force(slug, changed)
    assert policy_page(client, slug).casefold().count(shown) < before


@pytest.mark.parametrize(("slug", "cite"), STATED)
def test_the_page_of_the_policy_states_it(demo: None, client: Client, slug: str, cite: str) -> None:
    """The policy's page states this clause about the document, with its place."""
    (stated, *_) = [each for each in policy_of(slug).clauses if cite in each.cites]
    assert " ".join(stated.text.split()) in policy_page(client, slug)
    put_in_force(slug, write_policy(without(slug, cite)))
    assert " ".join(stated.text.split()) not in policy_page(client, slug)


@pytest.mark.parametrize(("slug", "check", "words"), FAULTS)
def test_looking_through_the_policy_finds_what_is_wrong(slug: str, check: str, words: str) -> None:
    """Looking through the policy finds it and says what to do: {words}."""
    found = [each for each in lint(policy_of(slug), ON) if each.check == check and words in each.sentence]
    assert found, [each.sentence for each in lint(policy_of(slug), ON) if each.check == check]
    assert all(each.do for each in found)
