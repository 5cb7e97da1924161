"""The request door and the quick report in a browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from belisha.demo.people import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page


def signed_in(page: Page, person: str) -> None:
    page.goto("/account/sign-in/")
    page.fill("[name=login]", f"{person}.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/account/sign-in/" not in url)


@pytest.mark.clause("G36")
def test_a_teacher_asks_for_the_logo_and_the_head_grants_it(
    open_page: Any, check_accessible: Callable[[Page], None], picture: Any
) -> None:
    """From "Ask first" to a granted request, and the same question then answers yes."""
    teacher, head = open_page(phone=True), open_page()
    signed_in(teacher, "teacher@grange")
    question = "/s/grange/ask/?as=teacher&action=use-school-name"
    teacher.goto(question)
    picture(teacher, "registers-answer-before")
    teacher.get_by_role("button", name="Ask the headteacher").click()
    picture(teacher, "registers-ask")
    check_accessible(teacher)
    teacher.get_by_label("What do you want to do?").fill("Print the logo on a banner")
    teacher.get_by_label("Why is it needed?").fill("For the summer fair")
    teacher.get_by_role("button", name="Send").click()
    picture(teacher, "registers-sent")
    signed_in(head, "headteacher@grange")
    head.goto("/s/grange/requests/")
    head.get_by_role("link", name="Use the school").first.click()
    picture(head, "registers-decide")
    check_accessible(head)
    head.get_by_role("button", name="Grant", exact=True).click()
    picture(head, "registers-granted")
    teacher.goto(question)
    assert "Under the permission of" in teacher.inner_text("main")
    picture(teacher, "registers-answer-after")


@pytest.mark.clause("K76a")
def test_a_friend_request_is_reported_in_under_a_minute(
    phone: Page, check_accessible: Callable[[Page], None], picture: Any
) -> None:
    """Typed at a person's pace on a phone, the report takes less than a minute."""
    signed_in(phone, "teacher@calcot")
    phone.goto("/s/calcot/contact-attempt/")
    began = time.monotonic()
    phone.get_by_label("A pupil", exact=True).check()
    phone.locator("[name=name]").press_sequentially("starfish99", delay=150)
    phone.get_by_label("A friend request").check()
    phone.locator("[name=platform]").select_option("instagram")
    phone.get_by_label("Declined or blocked it").check()
    picture(phone, "registers-contact")
    phone.get_by_role("button", name="Report it").click()
    assert "Thank you. It is reported." in phone.inner_text("body")
    assert time.monotonic() - began < 60
    check_accessible(phone)
    picture(phone, "registers-contact-sent")
