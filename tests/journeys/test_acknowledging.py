"""A new teaching assistant agrees on a phone; the office enters a signed sheet; the head looks at it all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from belisha.acknowledgements.models import Acknowledgement
from belisha.acknowledgements.sheet_codes import sheet_code
from belisha.base.clock import today
from belisha.demo.people import PASSWORD
from belisha.people.models import Membership, School, User
from belisha.policies.models import PolicyVersion

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHOICES = ("Yes", "Only if I ask first", "No")


def newcomer(name: str, email: str | None, role: str) -> User:
    """Somebody whose first day at Grange is today."""
    user = User.objects.create_user(email, PASSWORD if email else None, name=name)
    school = School.objects.get(slug="grange")
    Membership.objects.create(school=school, user=user, role=role, from_on=today())
    return user


def answer_until_right(page: Page) -> None:
    """Try the first answer, then the next one wherever the page says that it is wrong."""
    for choice in CHOICES:
        for question in page.locator(".belisha-question").all():
            is_open = choice == CHOICES[0] or question.locator(".govuk-error-message").count()
            if is_open:
                question.get_by_label(choice, exact=True).check()
        page.get_by_role("button", name="Check my answers").click()
        page.wait_for_load_state()
        if page.url.endswith("#agree"):
            return


def test_a_first_day_on_a_phone(
    phone: Page, sign_in: Any, fits: Any, picture: Any, check_accessible: Any
) -> None:
    newcomer("Gwen Crossing", "gwen@grange.example", "teaching-assistant")
    sign_in(phone, "gwen@grange")
    phone.goto("/s/grange/acknowledge/mine/")
    phone.locator(".belisha-duty a").first.click()
    for name in ("reading", "check"):
        phone.wait_for_load_state()
        fits(phone)
        check_accessible(phone)
        picture(phone, f"acknowledge-{name}", full_page=False)
        if name == "reading":
            phone.get_by_role("button", name="I have read it: go to the check").click()
    answer_until_right(phone)
    phone.get_by_label("I, Gwen Crossing, agree to this").check()
    phone.get_by_role("button", name="Agree and get a receipt").dblclick()
    phone.get_by_role("heading", name="Thank you. This is your receipt").wait_for()
    fits(phone)
    check_accessible(phone)
    picture(phone, "acknowledge-receipt", full_page=False)
    assert Acknowledgement.objects.filter(name="Gwen Crossing").count() == 1


def test_a_sheet_is_printed_and_entered(
    page: Page, sign_in: Any, fits: Any, picture: Any, check_accessible: Any
) -> None:
    cook = newcomer("Gilbert Ladle", None, "support-staff")
    version = PolicyVersion.objects.in_force().get(school__slug="grange")
    sign_in(page, "headteacher@grange")
    page.goto("/s/grange/acknowledge/paper/")
    check_accessible(page)
    page.get_by_label("Who is it for?").select_option("role:support-staff")
    page.get_by_role("button", name="See the sheet to print").click()
    code = page.locator(".belisha-sheet__code").inner_text()
    assert code == sheet_code(version.pk, version.checksum)
    check_accessible(page)
    picture(page, "acknowledge-sheet")
    page.get_by_role("link", name="enter it").click()
    assert page.get_by_label("Code of the sheet").input_value() == code
    check_accessible(page)
    page.get_by_label("Gilbert Ladle").check()
    page.get_by_role("button", name="Enter the signatures").click()
    assert "Choose who saw them sign" in page.locator(".govuk-error-summary").inner_text()
    assert page.get_by_label("Gilbert Ladle").is_checked()
    check_accessible(page)
    witness = User.objects.get(email="dsl@grange.example")
    page.get_by_label("Who saw them sign").select_option(str(witness.pk))
    page.get_by_role("button", name="Enter the signatures").click()
    page.get_by_text("1 signature entered.").wait_for()
    assert Acknowledgement.objects.get(person=cook).signed_on == today()
    page.goto("/s/grange/acknowledge/")
    check_accessible(page)
    fits(page)
    picture(page, "acknowledge-state")
