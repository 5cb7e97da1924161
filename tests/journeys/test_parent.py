"""A parent on a small phone, without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_parent_on_a_phone(phone: Page, ask: Any, picture: Any, check_accessible: Any, fits: Any) -> None:
    phone.goto("/")
    fits(phone)
    phone.get_by_role("link", name="Barley Lane Primary School").click()
    phone.get_by_role("link", name="Parent or carer").click()
    phone.wait_for_url("**/for/parent/")
    assert "You must not" in phone.locator("main").inner_text()
    picture(phone, "parent-policy")
    check_accessible(phone)
    fits(phone)

    ask(phone, "barley-lane", "parent", "My daughter is nine. Can she use WhatsApp?")
    if phone.locator("#verdict").inner_text() == "What do you mean?":
        phone.get_by_role("link", name="Let a child use a site below its minimum age").click()
        phone.locator(".belisha-verdict__word").wait_for()
    assert phone.locator("#verdict").inner_text() in ("No", "You should not")
    picture(phone, "parent-asks")
    check_accessible(phone)
    fits(phone)

    phone.get_by_role("button", name="Menu").click()
    phone.get_by_role("link", name="Get help").click()
    phone.wait_for_url("**/help/")
    assert "Headteacher" in phone.locator("main").inner_text()
    picture(phone, "parent-help")
    check_accessible(phone)
    fits(phone)
