"""A governor's vote: from the desk to which answers flip, for whom, in words and in a picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from belisha.demo.ratification_life import LABEL, build_ratification_life
from belisha.people.models import School
from belisha.policies.models import PolicyVersion

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Look = Callable[["Page", str], None]


@pytest.fixture(autouse=True)
def version(demo: None) -> PolicyVersion:
    """Barley Lane's next policy, on which the governors have met."""
    build_ratification_life(School.objects.get(slug="barley-lane"))
    found: PolicyVersion = PolicyVersion.objects.get(label=LABEL)
    return found


def flips(phone: Page, role: str) -> Locator:
    """The list of what flips for the role."""
    heading = phone.get_by_role("heading", name=role, exact=True)
    return heading.locator("xpath=following-sibling::ul[1]")


def test_which_answers_flip(phone: Page, sign_in: Any, look: Look) -> None:
    sign_in(phone, "governor@barley-lane")
    phone.goto("/s/barley-lane/desk/")
    look(phone, "vote-desk")
    phone.get_by_role("link", name="Versions").click()
    phone.get_by_role("link", name=LABEL).click()
    look(phone, "vote-version")
    phone.get_by_role("link", name="What changes, and whose answers").click()
    phone.get_by_role("heading", name="For the questions that people asked").wait_for()
    look(phone, "vote-changes")

    # In words: who would be answered differently, from what to what.
    said = flips(phone, "Teacher").inner_text()
    assert "asked 7 times" in said
    assert said.index("You should not") < said.index("No", said.index("→"))

    # In a picture, with the same numbers in a table.
    bar = phone.get_by_role("img", name="The questions, by how the draft would answer them")
    shares = [float(part.get_attribute("width") or 0) for part in bar.locator("> rect").all()]
    assert sum(shares) == pytest.approx(100, abs=0.1)
    rows = phone.locator("#asked ~ table tbody tr").all()
    counts = [int(row.locator("td").first.inner_text()) for row in rows]
    assert shares == pytest.approx([100 * each / sum(counts) for each in counts], abs=0.1)
    assert counts[0] < sum(counts), "no answer flips"
