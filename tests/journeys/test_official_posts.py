"""A head connects the news feed on a phone, a post goes out by itself, and all are stopped in a crisis."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from belisha.channels.models import OfficialPost
from belisha.channels.states import PostState
from belisha.channels.sweep_tasks import look_again

POSTS = "/s/calcot/posts"


def test_a_post_goes_out_by_itself_and_all_are_stopped(
    transactional_db: None, open_page: Any, sign_in: Any, picture: Any, check_accessible: Any, fits: Any
) -> None:
    phone = open_page(phone=True)
    sign_in(phone, "headteacher@calcot")
    phone.goto(f"{POSTS}/accounts/")
    picture(phone, "accounts-phone")
    check_accessible(phone)
    fits(phone)
    phone.get_by_role("link", name="WordPress website").click()
    check_accessible(phone)
    fits(phone)
    phone.goto(f"{POSTS}/accounts/")
    phone.get_by_role("link", name="News feed of the school").click()
    phone.get_by_label("What is it called here?").fill("School news")
    phone.get_by_role("button", name="Connect and try it").click()
    assert "Works" in phone.locator("main").inner_text()
    picture(phone, "account-phone")
    fits(phone)

    phone.goto(f"{POSTS}/new/")
    phone.get_by_label("Which account is it for?", exact=True).select_option(label="School news")
    phone.get_by_label("What does it say?").fill("The library is open until six on Thursday.")
    check_accessible(phone)
    fits(phone)
    phone.get_by_role("button", name="Save and check").click()
    phone.get_by_role("button", name="Send for approval").click()
    at = phone.url

    other = open_page()
    sign_in(other, "slt@calcot")
    other.goto(at)
    other.get_by_role("button", name="Approve these words").click()
    look_again(timezone.localdate(), lambda: True)
    assert OfficialPost.objects.latest("pk").state == PostState.POSTED
    other.goto(at)
    check_accessible(other)
    picture(other, "official-post-out")

    phone.goto(f"{POSTS}/stop/")
    phone.get_by_label("Why?").fill("A crisis in town")
    phone.get_by_role("button", name="Stop all posts").click()
    assert "A crisis in town" in phone.locator("main").inner_text()
    fits(phone)
    phone.goto(f"{POSTS}/stop/")
    check_accessible(phone)
    picture(phone, "posts-stopped-phone")
