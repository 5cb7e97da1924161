"""What holds on every page: axe finds nothing, it fits a small phone and twice the size, it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from belisha.base.clock import today
from belisha.duties.sweeping import sweep_school
from belisha.people.models import School
from tests.site.pages import ANYBODY, PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

ADDRESSES = [page for page in PAGES if page.who == ANYBODY]
CLOSED = [page for page in PAGES if page.who != ANYBODY]
ERRORS = ("/nowhere/", "/s/grange/ask/?as=teacher&q=")


def look_at(page: Page, addresses: list[str], *checks: Any) -> None:
    for address in addresses:
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        for check in checks:
            check(page)


def test_public_pages(page: Page, check_accessible: Any, fits: Any) -> None:
    look_at(page, [*(each.address for each in ADDRESSES), *ERRORS], check_accessible, fits)


def test_public_pages_on_a_phone(phone: Page, check_accessible: Any, fits: Any) -> None:
    look_at(phone, [*(each.address for each in ADDRESSES), *ERRORS], check_accessible, fits)


def test_closed_pages(page: Page, sign_in: Any, check_accessible: Any, fits: Any) -> None:
    sign_in(page, "headteacher@grange")
    page.wait_for_url("**/me/")
    look_at(page, [each.address for each in CLOSED], check_accessible, fits)


def test_no_column_of_a_table_is_out_of_sight_on_a_phone(
    phone: Page, sign_in: Any, check_accessible: Any
) -> None:
    sweep_school(School.objects.get(slug="barley-lane"), today())
    sign_in(phone, "headteacher@barley-lane")
    phone.wait_for_url("**/me/")
    wide = "[...document.querySelectorAll('.belisha-scroll')].map((box) => box.scrollWidth - box.clientWidth)"
    for place in ("duties", "offices", "versions", "people/manage", "set-up/rights"):
        phone.goto(f"/s/barley-lane/{place}/")
        over = phone.evaluate(wide)
        assert over, f"no table at {place}"
        assert max(over) <= 0, f"a table at {place} is {max(over)} pixels too wide"
        check_accessible(phone)
    phone.goto("/s/barley-lane/duties/")
    assert phone.get_by_role("cell", name="Read the Social Media Policy").first.is_visible()
    assert phone.get_by_role("columnheader", name="What").count() == 1


def test_pages_at_twice_the_size(open_page: Any, fits: Any) -> None:
    page = open_page(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    look_at(page, [each.address for each in ADDRESSES], fits)


def test_pages_with_letters_of_twice_the_size(phone: Page, fits: Any) -> None:
    def enlarge(page: Page) -> None:
        page.evaluate("document.documentElement.style.fontSize = '200%'")

    look_at(phone, [each.address for each in ADDRESSES], enlarge, fits)


@pytest.mark.parametrize("scheme", ["active"])
def test_an_answer_is_readable_without_colours(open_page: Any, scheme: str, picture: Any) -> None:
    page = open_page(forced_colors=scheme)
    page.goto("/s/grange/ask/?as=teacher&action=befriend&towards=pupil")
    assert page.locator("#verdict").inner_text() == "No"
    assert page.locator(".belisha-verdict svg circle").count() == 1
    picture(page, "forced-colours")


def test_an_answer_prints_without_its_buttons(page: Page, picture: Any) -> None:
    page.goto("/s/grange/ask/?as=teacher&action=befriend&towards=pupil")
    page.emulate_media(media="print")
    assert not page.locator(".belisha-ask").is_visible()
    assert page.locator("#verdict").is_visible()
    picture(page, "print")
