"""Everything works in a browser that runs no JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_ask_and_answer_without_javascript(page_without_script: Page, ask: Any, picture: Any) -> None:
    page = page_without_script
    ask(page, "calcot", "teacher", "Can I accept a friend request from a pupil?")
    verdict = " ".join(page.locator("#verdict").inner_text().split())
    assert verdict.startswith("No, unless there was a family link before: then ask the headteacher")
    assert page.url.endswith("#answer")
    page.locator(".belisha-follow-up").get_by_label("Yes").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**fact=**")
    assert "Leave this out" in page.locator(".belisha-understood").inner_text()
    assert not page.get_by_role("button", name="Copy the link").is_visible()
    picture(page, "without-script")


def test_choose_from_lists_without_javascript(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/s/grange/")
    page.get_by_role("link", name="Choose from lists instead").click()
    lists = page.locator("form:has(#action)")
    lists.get_by_label("I am a").select_option("teacher")
    lists.get_by_label("What is done").select_option("befriend")
    lists.get_by_label("Towards whom").select_option("pupil")
    lists.get_by_role("button", name="Answer").click()
    page.wait_for_url("**action=befriend**")
    assert page.locator("#verdict").inner_text() == "No"


def test_the_menu_is_open_without_javascript(open_page: Any, fits: Any) -> None:
    page = open_page(phone=True, java_script_enabled=False)
    page.goto("/s/grange/policy/")
    page.get_by_role("link", name="Get help").click()
    page.wait_for_url("**/help/")


def test_sign_in_and_out_without_javascript(page_without_script: Page, sign_in: Any) -> None:
    page = page_without_script
    sign_in(page, "teacher@grange")
    page.wait_for_url("**/me/")
    assert not page.get_by_text("passkey").is_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda address: not address.endswith("/me/"))
    assert page.get_by_role("link", name="Sign in").is_visible()
