"""A governor's vote: which answers flip and for whom, the meeting, two signatures, and the website."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from belisha.base.clock import today
from belisha.demo.ratification_history import LABEL, build_ratification_history
from belisha.people.models import School
from belisha.policies.models import PolicyVersion
from tests.journeys.dates import fill_day

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Look = Callable[["Page", str], None]


@pytest.fixture(autouse=True)
def life(demo: None) -> PolicyVersion:
    build_ratification_history(School.objects.get(slug="barley-lane"))
    version: PolicyVersion = PolicyVersion.objects.get(label=LABEL)
    return version


def test_from_the_vote_to_the_website(
    open_page: Any, sign_in: Any, picture: Any, check_accessible: Any, fits: Any, life: PolicyVersion
) -> None:
    chair: Page = open_page(phone=True)
    sign_in(chair, "chair-of-governors@barley-lane")
    chair.goto(f"/s/barley-lane/versions/{life.pk}/")
    assert chair.locator("[aria-current=step]").inner_text().startswith("Approved")
    fits(chair)
    check_accessible(chair)
    chair.get_by_role("link", name="What changes, and whose answers").click()
    chair.get_by_role("heading", name="For the questions that people asked").wait_for()
    assert "13 would be answered differently" in chair.locator("main").inner_text()
    assert chair.locator(".belisha-flips").first.locator("li").count() == 1
    picture(chair, "governors-vote")
    fits(chair)
    check_accessible(chair)

    chair.goto(f"/s/barley-lane/versions/{life.pk}/ratification/")
    chair.get_by_role("button", name="Sign", exact=True).click()
    assert "Tick that you agree" in chair.locator("main").inner_text()
    chair.get_by_label("I agree to these words").check()
    chair.get_by_role("button", name="Sign", exact=True).dblclick()
    chair.get_by_text("The policy is ratified").wait_for()

    head: Page = open_page()
    sign_in(head, "headteacher@barley-lane")
    head.goto(f"/s/barley-lane/versions/{life.pk}/publication/")
    assert "– unchanged." in head.locator("main").inner_text()
    check_accessible(head)
    head.get_by_label("Editorial: the meaning is the same").check()
    head.get_by_label("What changed, and why").fill("Staff no longer name the school as their employer.")
    fill_day(head, "Review it by", today() + timedelta(365))
    head.get_by_role("button", name="Publish").click()
    assert "The change is not editorial: it changes 2 answers" in head.locator("main").inner_text()
    head.get_by_label("Substantive: something is asked differently").check()
    head.get_by_role("button", name="Publish").dblclick()
    head.get_by_text("Published here").wait_for()
    picture(head, "version-published")

    anybody: Page = open_page(phone=True)
    anybody.goto("/s/barley-lane/policy/")
    anybody.get_by_role("link", name="Open all sections").click()
    anybody.wait_for_url("**open=all**")
    page = anybody.locator("main").inner_text()
    assert "Staff no longer name the school as their employer." in page
    assert "Full Governing Body" in page
    anybody.goto("/s/barley-lane/ask/?as=teacher&action=name-employer")
    assert anybody.locator("#verdict").inner_text().startswith("No")


def flips(phone: Page, role: str) -> Locator:
    """The list of what flips for the role."""
    heading = phone.get_by_role("heading", name=role, exact=True)
    return heading.locator("xpath=following-sibling::ul[1]")


def test_which_answers_flip(phone: Page, sign_in: Any, look: Look) -> None:
    sign_in(phone, "governor@barley-lane")
    phone.goto("/me/")
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
