"""A new teaching assistant's first day, on a phone: from the invitation to nothing left to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from belisha.acknowledgements.models import Acknowledgement
from belisha.base.clock import today
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.people.models import School
from belisha.training.models import TrainingRecord
from tests.journeys.test_acknowledging import answer_until_right

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME = "Gwen Crossing"
PASSWORD = "kerb-lantern-puffin"
Look = Callable[["Page", str], None]


def given_an_invitation(head: Page, look: Look) -> str:
    """Returns the link that the head hands over."""
    head.goto("/s/grange/people/manage/")
    head.get_by_role("link", name="Invite someone").click()
    head.get_by_label("Full name").fill(NAME)
    head.get_by_label("E-mail address").fill("gwen@grange.example")
    head.get_by_label("Role").select_option("teaching-assistant")
    head.get_by_role("button", name="Invite").click()
    head.get_by_role("heading", name=f"{NAME} has been invited").wait_for()
    look(head, "first-day-invited")
    return head.locator(".belisha-mono").inner_text()


def when_she_joins(phone: Page, link: str, look: Look) -> None:
    phone.goto(link)
    phone.get_by_label("password").fill("short")
    phone.get_by_role("button", name="Create account").click()
    phone.locator(".govuk-error-summary").wait_for()
    look(phone, "first-day-join")
    phone.get_by_label("password").fill(PASSWORD)
    phone.get_by_role("button", name="Create account").click()
    phone.get_by_role("heading", name="Home").wait_for()
    assert "You joined Grange Infant School today" in phone.locator("main").inner_text(), (
        "nothing seems to be asked of her"
    )


def when_she_acknowledges_the_policy(phone: Page, look: Look) -> None:
    phone.get_by_role("link", name="Read the Social Media Policy").click()
    look(phone, "first-day-policy")
    phone.get_by_role("button", name="I have read it: go to the check").click()
    look(phone, "first-day-check")
    answer_until_right(phone)
    phone.get_by_label(f"I, {NAME}, agree to this").check()
    phone.get_by_role("button", name="Agree and get a receipt").dblclick()
    phone.get_by_role("heading", name="Thank you. This is your receipt").wait_for()
    look(phone, "first-day-receipt")
    assert Acknowledgement.objects.filter(name=NAME).count() == 1


def when_she_reviews_her_own_profiles(phone: Page, look: Look) -> None:
    phone.get_by_role("link", name="Home: what else is asked of you").click()
    phone.get_by_role("link", name="Review your profiles when you join").click()
    look(phone, "first-day-profiles")
    phone.get_by_label("What you looked at, or what the course was").fill(
        "Searched my name; two old photos are gone."
    )
    phone.get_by_role("button", name="I have done this").dblclick()
    phone.locator(".govuk-notification-banner--success").wait_for()
    look(phone, "first-day-training")
    assert TrainingRecord.objects.filter(person__name=NAME).count() == 1


def then_only_what_is_due_later_is_left(phone: Page, look: Look) -> None:
    sweep_school(School.objects.get(slug="grange"), today())
    phone.goto("/me/")
    look(phone, "first-day-done")
    words = phone.locator("main").inner_text()
    assert "Late" not in words
    assert "You joined Grange Infant School today" not in words, (
        "what she did today is not what she waits for"
    )
    assert not Duty.objects.open().filter(person__name=NAME, due_on__lte=today()).exists()
    assert "Review your profiles" not in words
    assert "Read the" not in words


def test_a_first_day(phone: Page, open_page: Any, sign_in: Any, look: Look) -> None:
    head: Page = open_page(phone=True)
    sign_in(head, "headteacher@grange")
    when_she_joins(phone, given_an_invitation(head, look), look)
    sweep_school(School.objects.get(slug="grange"), today())
    phone.reload()
    look(phone, "first-day-my-page")
    when_she_acknowledges_the_policy(phone, look)
    when_she_reviews_her_own_profiles(phone, look)
    then_only_what_is_due_later_is_left(phone, look)
