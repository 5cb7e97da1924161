"""Somebody who is asked what they mean, on a phone, and finds the question in its box again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.asking.asked import asked
from tests.asking.test_confidence import VAGUE

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_what_is_not_clear_is_asked_first(phone: Page, picture: Any, check_accessible: Any) -> None:
    vague = next(words for words in VAGUE if asked(words).readings)
    phone.goto("/s/grange/ask/?as=teacher")
    phone.get_by_label("Your question").fill(vague)
    phone.get_by_role("button", name="Ask", exact=True).click()
    phone.get_by_role("heading", name="What do you mean?").wait_for()
    assert not phone.locator(".belisha-verdict__word").count()
    picture(phone, "meaning")
    check_accessible(phone)
    phone.locator(".belisha-meaning").first.click()
    phone.locator(".belisha-verdict__word").wait_for()
    assert phone.get_by_label("Your question").input_value() == vague
    picture(phone, "meaning-chosen")
