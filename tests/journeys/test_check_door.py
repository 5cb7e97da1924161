"""Before you post: the same words at two schools, and a photo that tells where it was taken."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from tests.checks.photos import PLACE, phone_photo

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORDS = "Lovely assembly at Grange Infant School with Barley Lane Primary. Ring me on 07700 900123."


def checked(page: Page, school: str, role: str, words: str = WORDS) -> str:
    """The page that answers to some words."""
    page.goto(f"/s/{school}/check/")
    page.get_by_label("What do you want to post?").fill(words)
    page.get_by_label("I am a").select_option(label=role)
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator("#result").wait_for()
    return page.locator("#result").inner_text()


@pytest.mark.browser
def test_the_same_words_at_two_schools(phone: Page, picture: Any, check_accessible: Any, fits: Any) -> None:
    grange = checked(phone, "grange", "Parent or carer")
    assert "G36" in grange
    assert "G47" in grange
    picture(phone, "check-door-parent")
    check_accessible(phone)
    fits(phone)
    phone.get_by_role("button", name="Use the words that were put right").click()
    phone.wait_for_load_state()
    assert "07700" not in phone.get_by_label("What do you want to post?").input_value()
    elsewhere = checked(phone, "hr-cooperative", "Parent or carer")
    assert "Nothing here that this policy minds" in elsewhere
    assert "H" not in {word[:1] for word in elsewhere.split() if word[1:2].isdigit()}


@pytest.mark.browser
def test_a_photo_leaves_its_place_behind(page: Page, picture: Any, check_accessible: Any) -> None:
    page.goto("/s/grange/check/")
    photo = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
    page.get_by_label("A photo, if one goes with it").set_input_files(photo)  # type: ignore[arg-type]
    page.get_by_label("I am a").select_option(label="Teaching assistant")
    page.get_by_role("button", name="Check", exact=True).click()
    copy = page.get_by_role("button", name="Download the clean copy")
    copy.wait_for()
    assert PLACE in page.locator("#result").inner_text()
    data = base64.b64decode((copy.get_attribute("href") or "").partition("base64,")[2])
    assert data.startswith(b"\xff\xd8")
    assert b"Exif" not in data
    assert page.locator("img.belisha-check__photo").evaluate("each => each.naturalWidth") == 300
    picture(page, "check-door-photo")
    check_accessible(page)
