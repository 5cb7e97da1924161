"""What holds on every page: axe finds nothing, light or dark; it fits a phone and big letters; it prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from belisha.base.clock import today
from belisha.duties.sweeping import sweep_school
from belisha.people.models import School
from tests.conftest import DESKTOP, PHONE
from tests.every_page.pages import ANYBODY, PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

ADDRESSES = [page for page in PAGES if page.who == ANYBODY]
CLOSED = [page for page in PAGES if page.who != ANYBODY]
ERRORS = ("/nowhere/", "/s/grange/ask/?as=teacher&q=")


@pytest.fixture
def check_screens(check_accessible: Any, fits: Any) -> Callable[[Page], None]:
    """A function that fails where a page as it stands cannot be read on one of the screens that people have.

    A desk's, a small phone's, one on which everything is twice the size, with letters of twice the size, and
    a dark one. The page is loaded once: only what its screen changes is looked at again.
    """

    def check(page: Page) -> None:
        assert page.locator("h1").count() == 1, page.url
        check_accessible(page)
        fits(page)
        page.emulate_media(color_scheme="dark")
        check_accessible(page, rules=("color-contrast",))
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 640, "height": 450})
        fits(page)
        page.set_viewport_size(PHONE)
        fits(page)
        check_accessible(page)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        fits(page)
        page.set_viewport_size(DESKTOP)

    return check


def test_public_pages(page: Page, check_screens: Callable[[Page], None]) -> None:
    for address in [*(each.address for each in ADDRESSES), *ERRORS]:
        page.goto(address)
        check_screens(page)


def test_closed_pages(page: Page, sign_in: Any, check_accessible: Any, fits: Any) -> None:
    sign_in(page, "headteacher@grange")
    page.wait_for_url("**/me/")
    for each in CLOSED:
        page.goto(each.address)
        assert page.locator("h1").count() == 1, each.address
        check_accessible(page)
        fits(page)
        page.emulate_media(color_scheme="dark")
        check_accessible(page, rules=("color-contrast",))
        page.emulate_media(color_scheme="light")


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
