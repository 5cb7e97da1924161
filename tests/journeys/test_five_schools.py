"""The same question in all five schools: five policies, five answers, one code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

ANSWERS = {
    "barley-lane": "No",
    "calcot": "No, unless there was a family link before: then ask the headteacher",
    "coads-green": "No",
    "grange": "No",
    "hr-cooperative": "No",
}


@pytest.mark.parametrize("school", ANSWERS)
def test_a_friend_request_from_a_pupil(
    page: Page, ask: Any, picture: Any, check_accessible: Any, school: str
) -> None:
    page.goto("/")
    page.locator(f"main a[href='/s/{school}/']").click()
    page.wait_for_url(f"**/s/{school}/")
    ask(page, school, "teacher", "Can I accept a friend request from a pupil?")
    assert page.locator("#verdict").inner_text().split() == ANSWERS[school].split()
    assert page.locator("#answer .belisha-clause").count() >= 1
    picture(page, f"friend-request-{school}")
    check_accessible(page)
