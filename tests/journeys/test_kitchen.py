"""A cook without e-mail: a card from the office, the kitchen's tablet, a receipt, the next one's turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from belisha.acknowledgements.models import Acknowledgement, Method
from tests.journeys.test_acknowledging import answer_until_right

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME = "Gilbert Ladle"
NUMBER = "4826"
TABLET = {"width": 768, "height": 1024}
Look = Callable[["Page", str], None]


def given_a_card(head: Page, look: Look) -> str:
    """The office adds the cook and prints the card. Returns its code."""
    head.goto("/s/grange/people/manage/")
    head.get_by_role("link", name="Add someone without e-mail").click()
    head.get_by_label("Full name").fill(NAME)
    head.get_by_label("Role").select_option("support-staff")
    head.get_by_role("button", name="Add", exact=True).click()
    head.get_by_role("button", name="Make a card").click()
    head.get_by_role("heading", name="A card to print").wait_for()
    look(head, "kitchen-card")
    return head.locator(".belisha-id-card .belisha-mono").inner_text()


def given_a_tablet(head: Page, tablet: Page, look: Look) -> None:
    head.goto("/s/grange/devices/")
    head.get_by_label("Name of the device").fill("kitchen tablet")
    head.get_by_role("button", name="Continue").click()
    look(head, "kitchen-device-link")
    tablet.goto(head.locator(".belisha-mono").inner_text())
    tablet.get_by_role("button", name="Make this a shared device").click()
    tablet.get_by_role("heading", name="Grange Infant School: kitchen tablet").wait_for()
    look(tablet, "kitchen-tablet")


def when_the_cook_comes_with_the_card(tablet: Page, code: str, look: Look) -> None:
    tablet.get_by_label("Code on your card").fill(code.lower())
    tablet.get_by_role("button", name="Continue").click()
    tablet.get_by_label("Choose a number").fill("1234")
    tablet.get_by_role("button", name="Sign in").click()
    assert "harder to guess" in tablet.locator(".govuk-error-summary").inner_text()
    look(tablet, "kitchen-number")
    tablet.get_by_label("Choose a number").fill(NUMBER)
    tablet.get_by_role("button", name="Sign in").click()
    tablet.get_by_role("heading", name="Home").wait_for()
    look(tablet, "kitchen-my-page")


def when_the_cook_agrees(tablet: Page, look: Look) -> None:
    tablet.get_by_role("link", name="Read the Social Media Policy").click()
    tablet.get_by_role("button", name="I have read it: go to the check").click()
    answer_until_right(tablet)
    tablet.get_by_label(f"I, {NAME}, agree to this").check()
    tablet.get_by_role("button", name="Agree and get a receipt").dblclick()
    tablet.get_by_role("heading", name="Thank you. This is your receipt").wait_for()
    look(tablet, "kitchen-receipt")
    agreed = Acknowledgement.objects.get(name=NAME)
    assert (agreed.how, agreed.role) == (Method.DEVICE, "support-staff")


def then_the_next_one_sees_nothing_of_it(tablet: Page, code: str, look: Look) -> None:
    receipt = tablet.url
    tablet.get_by_role("button", name="Finish").click()
    tablet.get_by_label("Code on your card").wait_for()
    tablet.go_back()
    assert NAME not in tablet.locator("body").inner_text()
    tablet.goto(receipt)
    assert NAME not in tablet.locator("body").inner_text()
    tablet.goto(f"/card/{code}/")
    tablet.get_by_label("Your number").fill("7777")
    tablet.get_by_role("button", name="Sign in").click()
    look(tablet, "kitchen-wrong-number")
    assert "You can try 4 more times" in tablet.locator(".govuk-error-summary").inner_text()


def test_a_kitchen_worker_without_email(open_page: Any, sign_in: Any, look: Look) -> None:
    head: Page = open_page()
    tablet: Page = open_page(viewport=TABLET)
    sign_in(head, "headteacher@grange")
    code = given_a_card(head, look)
    given_a_tablet(head, tablet, look)
    when_the_cook_comes_with_the_card(tablet, code, look)
    when_the_cook_agrees(tablet, look)
    then_the_next_one_sees_nothing_of_it(tablet, code, look)


def test_a_card_opens_nothing_on_a_phone_of_ones_own(
    open_page: Any, phone: Page, sign_in: Any, look: Look
) -> None:
    head: Page = open_page()
    sign_in(head, "headteacher@grange")
    phone.goto(f"/card/{given_a_card(head, look)}/")
    phone.get_by_role("heading", name="This is not a shared device").wait_for()
    look(phone, "kitchen-own-phone")
