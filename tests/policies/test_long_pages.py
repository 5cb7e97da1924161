"""Long pages are short at first sight, can be searched without a script, and print in full."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import StringIO
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from django.test import Client

from belisha.base.clock import today
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_in_force
from belisha.policies.versions.comparison import compare_in_force, stricter_side, summarise, topics_for
from belisha.rules.compare import Difference, Side
from belisha.rules.ruling import Verdict
from tests.demo_fixtures import ClientFor
from tests.drafting.drafts import adopted

if TYPE_CHECKING:
    from playwright.sync_api import Page

LONGEST = 6000
SCREEN = 740
SCHOOLS = ("barley-lane", "calcot", "coads-green", "grange", "hr-cooperative")
GROUP = re.compile(r'<details class="belisha-topic" id="([\w-]+)"( open)?>')


def groups(page: str) -> dict[str, bool]:
    return {anchor: bool(is_open) for anchor, is_open in GROUP.findall(page)}


@pytest.mark.parametrize("school", SCHOOLS)
def test_the_whole_policy_has_every_clause_in_groups_of_which_one_is_open(
    demo: None, client: Client, school: str
) -> None:
    found = policy_in_force(school)
    assert found is not None
    page = client.get(f"/s/{school}/policy/").content.decode()
    words = unescape(page)
    for clause in found.policy.clauses:
        assert f'id="{clause.id}"' in page
        assert clause.text in words
    assert list(groups(page).values()).count(True) == 1
    assert all(groups(client.get(f"/s/{school}/policy/?open=all").content.decode()).values())


def test_a_search_shows_the_clauses_that_mention_the_words(demo: None, client: Client) -> None:
    page = client.get("/s/grange/policy/?q=photographs").content.decode()
    assert re.search(r"\d+ of \d+ clauses mention\s+“photographs”", page)
    assert "Friending a pupil" not in page
    none = client.get("/s/grange/policy/?q=<b>zzz").content.decode()
    assert "No clauses mention “&lt;b&gt;zzz”" in none
    for address in ("/s/grange/for/teacher/?q=pupil", "/s/grange/policy/?q=pupil"):
        assert "Friending a pupil" in client.get(address).content.decode()


def test_the_link_back_from_a_clause_opens_its_section(demo: None, client: Client) -> None:
    found = policy_in_force("grange")
    assert found is not None
    last = found.policy.clauses[-1]
    clause = client.get(f"/s/grange/policy/{last.id}/").content.decode()
    assert f'href="/s/grange/policy/?at={last.id}#{last.id}"' in clause
    opened = [
        anchor
        for anchor, is_open in groups(client.get(f"/s/grange/policy/?at={last.id}").content.decode()).items()
        if is_open
    ]
    assert len(opened) == 1
    assert opened != ["section-1"]


def difference(one: Verdict | None, other: Verdict | None) -> Difference:
    return Difference("It differs", Side("a", "this", one), Side("b", "that", other))


@pytest.mark.parametrize(
    ("one", "other", "side"),
    [
        (Verdict.PROHIBITED, Verdict.ALLOWED, "first"),
        (Verdict.SILENT, Verdict.DISCOURAGED, "second"),
        (Verdict.NEEDS_PERMISSION, Verdict.PROHIBITED, "second"),
        (Verdict.REQUIRED, Verdict.RECOMMENDED, "first"),
        (Verdict.REQUIRED, Verdict.PROHIBITED, ""),
        (Verdict.RECOMMENDED, Verdict.DISCOURAGED, ""),
        (Verdict.DEPENDS, Verdict.PROHIBITED, ""),
        (Verdict.ALLOWED, Verdict.SILENT, ""),
        (Verdict.PROHIBITED, Verdict.PROHIBITED, ""),
        (None, None, ""),
    ],
)
def test_which_side_is_stricter(one: Verdict | None, other: Verdict | None, side: str) -> None:
    assert stricter_side(difference(one, other)) == side


def test_the_summary_counts_every_difference_once(demo: None, client: Client) -> None:
    a, b = policy_in_force("grange"), policy_in_force("calcot")
    assert a is not None
    assert b is not None
    comparison = compare_in_force(a, b, today())
    summary = summarise(topics_for(comparison, ""))
    assert summary.total == len(list(comparison.differences))
    assert min(summary.first_stricter, summary.second_stricter, summary.otherwise) > 0
    assert len(summary.gravest) == 5
    gravest = max(each.gravity for each in comparison.differences)
    assert summary.gravest[0].gravity == gravest
    page = client.get("/compare/?a=grange&b=calcot").content.decode()
    assert f"<dt>Grange is stricter</dt><dd>{summary.first_stricter}</dd>" in page
    assert f"Their answers differ in {summary.total} situations" in page
    assert not any(groups(page).values())


def test_the_differences_can_be_searched_and_taken_along(demo: None, client: Client) -> None:
    query = "/compare/?a=grange&b=calcot&as=teacher"
    page = client.get(f"{query}&q=friend").content.decode()
    assert re.search(r"\d+ of \d+ differences mention\s+“friend”", page)
    assert '<input type="hidden" name="as" value="teacher">' in page
    file = client.get(f"{query}&format=csv")
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0] == [
        "Topic",
        "Situation",
        "Grange: answer",
        "Grange: clauses",
        "Calcot: answer",
        "Calcot: clauses",
        "Stricter",
    ]
    a, b = policy_in_force("grange"), policy_in_force("calcot")
    assert a is not None
    assert b is not None
    topics = topics_for(compare_in_force(a, b, today()), "teacher")
    assert len(rows) - 1 == sum(len(topic.differences) for topic in topics)
    assert {row[-1] for row in rows[1:]} <= {"Grange", "Calcot", "neither"}


def test_a_draft_can_be_searched_and_shows_only_its_changes(client_for: ClientFor) -> None:
    client = client_for("headteacher@grange")
    version = adopted(client)
    address = f"/s/grange/drafts/{version.pk}/"
    assert list(groups(client.get(address).content.decode()).values()).count(True) == 1
    found = client.get(f"{address}?q=privacy").content.decode()
    assert 'id="privacy"' in found
    assert "Add a clause" not in found
    removed = client.post(f"{address}clauses/privacy/change/", {"do": "remove"})
    assert removed.headers["Location"] == f"{address}?at=gone-privacy#gone-privacy"
    changes = client.get(f"{address}?show=changes").content.decode()
    assert 'id="gone-privacy"' in changes
    assert 'id="privacy"' not in changes
    assert changes.count('name="do"') == 1
    section = next(
        anchor
        for anchor, is_open in groups(client.get(removed.headers["Location"]).content.decode()).items()
        if is_open
    )
    assert section in groups(changes)


@pytest.mark.django_db(transaction=True)
class TestInABrowser:
    """Heights on a phone, and what goes on paper."""

    @pytest.fixture(autouse=True)
    def demonstration(self, transactional_db: None, demo: None, live_server: Any) -> None:
        """The demonstration behind the live server."""

    def addresses(self, draft: PolicyVersion) -> list[str]:
        public = [f"/s/{school}/{page}/" for school in SCHOOLS for page in ("policy", "for/teacher")]
        return [*public, "/compare/?a=grange&b=calcot", f"/s/grange/drafts/{draft.pk}/"]

    def test_pages_are_short_and_begin_with_a_clause(self, phone: Page, client_for: ClientFor) -> None:
        draft = adopted(client_for("headteacher@grange"))
        self.sign_in(phone)
        for address in self.addresses(draft):
            phone.goto(address)
            height = phone.evaluate("document.documentElement.scrollHeight")
            assert height <= LONGEST, f"{address} is {height} pixels high"
            first = phone.locator(".belisha-clause, .belisha-difference").locator("visible=true").first
            box = first.bounding_box()
            assert box is not None
            assert box["y"] < SCREEN, f"the first clause of {address} begins at {box['y']} pixels"

    def test_nothing_is_hidden_on_paper(self, page: Page, page_without_script: Page) -> None:
        found = policy_in_force("grange")
        assert found is not None
        for each in (page, page_without_script):
            each.goto("/s/grange/policy/")
            printed = pypdfium2.PdfDocument(each.pdf())
            words = " ".join(
                printed[number].get_textpage().get_text_range() for number in range(len(printed))
            )
            letters = re.sub(r"\W", "", words)
            for clause in found.policy.clauses:
                assert re.sub(r"\W", "", clause.title) in letters, clause.title
            assert "Changehistory" in letters

    def sign_in(self, page: Page) -> None:
        from belisha.demo.people import PASSWORD

        page.goto("/account/sign-in/")
        page.get_by_label("E-mail address").fill("headteacher@grange.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/me/")
