"""The demonstration behind the live server, and the steps that journeys share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache

from belisha.demo.people import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

Ask = Callable[..., None]


@pytest.fixture(autouse=True)
def second_factor_is_optional(settings: Any) -> None:
    """As in the demonstration; the tests of signing in ask for it."""
    settings.BELISHA_SECOND_FACTOR = "optional"


@pytest.fixture(autouse=True)
def demo(transactional_db: None, live_server: Any) -> None:
    cache.clear()


@pytest.fixture
def ask() -> Ask:
    """`ask(page, "grange", "teacher", "May I…?")`: from the school's front page, as a person would."""

    def asked(page: Page, school: str, role: str, words: str) -> None:
        page.goto(f"/s/{school}/")
        page.get_by_label("Your question").fill(words)
        page.locator("#as").select_option(role)
        page.get_by_role("button", name="Ask", exact=True).click()
        page.locator("#verdict").wait_for()

    return asked


@pytest.fixture
def sign_in() -> Callable[[Page, str], None]:
    """`sign_in(page, "teacher@grange")`: with the demonstration's password."""

    def signed_in(page: Page, person: str) -> None:
        page.goto("/account/sign-in/")
        page.get_by_label("E-mail address").fill(f"{person}.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()

    return signed_in


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """A function that fails where a page must be scrolled sideways."""

    def check(page: Page) -> None:
        page.wait_for_load_state()  # a page whose style is on its way is as wide as its longest word
        wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide[0] <= wide[1], f"{page.url} is {wide[0]} pixels wide on a screen of {wide[1]}"

    return check


@pytest.fixture
def look(
    fits: Callable[[Page], None], check_accessible: Callable[[Page], None], picture: Callable[..., Path]
) -> Callable[[Page, str], None]:
    """`look(page, "my-page")`: a main page fits its screen, axe finds nothing, and its picture is kept."""

    def looked(page: Page, name: str) -> None:
        fits(page)
        check_accessible(page)
        picture(page, name)

    return looked
