"""From an empty installation to a policy that answers its first question, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache

from belisha.base.clock import today
from belisha.dashboard.setup_code import setup_code
from belisha.people.models import School
from tests import database
from tests.journeys.dates import fill_day

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "kerb-lantern-puffin"
SLUG = "zebra-primary-school"


@pytest.fixture(autouse=True)
def demo(transactional_db: None, live_server: Any, settings: Any, tmp_path: Path) -> None:
    """Nothing: an empty installation, with a folder of its own."""
    database.empty()
    cache.clear()
    settings.DATA_DIR = tmp_path
    settings.BELISHA_SECOND_FACTOR = "optional"


def given_a_school(phone: Page, folder: Path) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="Set up a school").click()
    phone.get_by_label("Setup code").fill(setup_code(folder))
    phone.get_by_label("School name").fill("Zebra Primary School")
    phone.get_by_label("Your full name").fill("Zadie Zebra")
    phone.get_by_label("Your email address").fill("zadie@zebra.example")
    phone.get_by_label("Your role at the school").select_option("support-staff")
    phone.get_by_label("Choose a password").fill(PASSWORD)
    phone.get_by_role("button", name="Continue").click()
    phone.get_by_role("heading", name="Set up your school").wait_for()


def when_a_policy_of_the_library_is_adopted(phone: Page) -> None:
    phone.get_by_role("link", name="Choose a policy").first.click()
    phone.get_by_role("link", name="Adopt a policy").click()
    phone.get_by_label("Barley Lane Primary School").check()
    phone.get_by_label("Adopted: as it is").check()
    phone.get_by_label("Next review by").fill((today() + timedelta(300)).strftime("%d/%m/%Y"))
    phone.get_by_role("button", name="Start the draft").click()


def when_it_is_put_in_force_as_ratified_on_paper(phone: Page) -> None:
    phone.goto(f"/s/{SLUG}/begin/")
    phone.get_by_role("link", name="Put it in force").first.click()
    past = today() - timedelta(20)
    phone.get_by_label("Who ratified it").fill("Full Governors")
    fill_day(phone, "Date of the meeting", past)
    phone.get_by_label("Minute reference").fill("7.2")
    fill_day(phone, "Date the headteacher signed", past)
    fill_day(phone, "Date the chair of governors signed", past)
    fill_day(phone, "Next review date", today() + timedelta(300))
    phone.get_by_role("button", name="Put it in force").click()
    phone.get_by_text("Your policy is in force. You can now ask it questions.").wait_for()


def then_it_answers(phone: Page) -> None:
    phone.goto(f"/s/{SLUG}/")
    phone.get_by_label("Your question").fill("Can I accept a friend request from a pupil?")
    phone.get_by_role("button", name="Ask", exact=True).click()
    assert "No" in phone.locator("#verdict").inner_text()


def test_from_nothing_to_the_first_answer(
    phone: Page, tmp_path: Path, fits: Callable[[Page], None], check_accessible: Any, picture: Any
) -> None:
    given_a_school(phone, tmp_path)
    picture(phone, "first-run-begun")
    when_a_policy_of_the_library_is_adopted(phone)
    fits(phone)
    picture(phone, "first-run-draft")
    when_it_is_put_in_force_as_ratified_on_paper(phone)
    then_it_answers(phone)
    phone.goto(f"/s/{SLUG}/begin/")
    fits(phone)
    check_accessible(phone)
    picture(phone, "first-run-steps")
    phone.goto(f"/s/{SLUG}/state/")
    fits(phone)
    check_accessible(phone)
    picture(phone, "first-run-state")
    assert School.objects.get().slug == SLUG


def test_it_can_be_left_and_resumed(phone: Page, page: Page, tmp_path: Path) -> None:
    given_a_school(phone, tmp_path)
    when_a_policy_of_the_library_is_adopted(phone)
    page.goto(f"/s/{SLUG}/begin/")
    page.get_by_label("E-mail address").fill("zadie@zebra.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("1 of 7 done").wait_for()
    assert page.get_by_role("link", name="Put it in force").first.is_visible()
