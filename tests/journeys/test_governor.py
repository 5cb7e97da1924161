"""A governor compares her school's policy with another's before the review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_governor_compares_two_policies(page: Page, picture: Any, check_accessible: Any, fits: Any) -> None:
    page.goto("/s/barley-lane/policy/")
    page.get_by_role("link", name="Compare it with another school’s").click()
    page.wait_for_url("**/compare/?a=barley-lane")
    assert page.get_by_label("First policy").input_value() == "barley-lane"
    page.get_by_label("Second policy").select_option("calcot")
    page.get_by_label("For").select_option("governor")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**b=calcot**")
    topics = page.locator(".belisha-topic")
    assert topics.count() >= 3
    topics.nth(1).locator("summary").click()
    differences = topics.nth(1).locator(".belisha-difference")
    assert differences.first.locator("h5").all_inner_texts() == [
        "Barley Lane Primary School",
        "Calcot Schools",
    ]
    picture(page, "governor-compares")
    check_accessible(page)
    fits(page)

    topics.first.locator("summary").click()
    clause = topics.first.locator(".belisha-pair a").first
    title = clause.inner_text()
    clause.click()
    page.wait_for_url("**/policy/**")
    assert page.locator("h1").inner_text() == title


def test_a_governor_looks_for_faults(page: Page, picture: Any, check_accessible: Any) -> None:
    page.goto("/s/calcot/policy/")
    page.get_by_role("link", name="Problems in the document").click()
    page.wait_for_url("**/lint/")
    assert "The review was due" in page.locator("main").inner_text()
    picture(page, "lint")
    page.goto("/s/calcot/examine/?as=governor")
    page.locator(".belisha-topic summary").first.click()
    picture(page, "examine")
    check_accessible(page)


def test_a_policy_is_the_same_as_itself(page: Page) -> None:
    page.goto("/compare/?a=grange&b=grange")
    assert "The two policies give the same answers" in page.locator("main").inner_text()
