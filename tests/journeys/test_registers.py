"""The request door and the quick report in a browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from belisha.base.clock import today
from belisha.base.seals import public_key
from belisha.demo.people import PASSWORD
from belisha.people.models import Membership
from belisha.policies.printing.sealed_pdf import contents_of, verify_pdf
from belisha.registers.consent_actions import link_parent
from belisha.registers.models import RegisterEntry
from tests.ratification.ratifying import person
from tests.registers.asking_for import school, user

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
    teacher.get_by_role("link", name="See the permission").click()
    with teacher.expect_download() as download:
        teacher.get_by_role("link", name="The sealed document").click()
    assert verify_pdf(contents_of(download.value.path().read_bytes()), public_key()).is_verified
    yesterday = today() - timedelta(days=1)
    RegisterEntry.objects.filter(register="permissions").update(from_on=yesterday, to_on=yesterday)
    teacher.goto(question)
    assert "ended on" in teacher.inner_text("main")
    assert "Under the permission of" not in teacher.inner_text("main")


@pytest.mark.clause("K76a")
def test_a_friend_request_is_reported_in_under_a_minute(
    phone: Page, check_accessible: Callable[[Page], None], picture: Any
) -> None:
    """Typed at a person's pace on a phone, the report takes less than a minute."""
    signed_in(phone, "teacher@calcot")
    phone.goto("/s/calcot/contact-attempt/")
    began = time.monotonic()
    phone.get_by_label("A pupil", exact=True).check()
    phone.locator("[name=name]").press_sequentially("starfish99", delay=180)
    phone.get_by_label("A friend request").check()
    phone.locator("[name=platform]").select_option("instagram")
    phone.get_by_label("Declined or blocked it").check()
    picture(phone, "registers-contact")
    phone.get_by_role("button", name="Report it").click()
    assert "Thank you. It is reported." in phone.inner_text("body")
    assert time.monotonic() - began < 60
    check_accessible(phone)
    picture(phone, "registers-contact-sent")


@pytest.mark.clause("K74b")
def test_a_nil_return_is_made_on_a_phone(
    phone: Page, fits: Callable[[Page], None], check_accessible: Callable[[Page], None], picture: Any
) -> None:
    """Whoever has nothing to declare says so in two taps, and is green in the list of the year."""
    signed_in(phone, "teacher@calcot")
    phone.goto("/s/calcot/registers/declarations/new/")
    picture(phone, "registers-declare")
    fits(phone)
    check_accessible(phone)
    phone.get_by_label("I have nothing to declare").check()
    phone.get_by_role("button", name="Save").click()
    picture(phone, "registers-declared")
    assert "Saved." in phone.inner_text("body")
    assert RegisterEntry.objects.get(register="declarations").topic == "nothing"


@pytest.mark.clause("G72a", "G74b")
def test_a_consent_is_withdrawn_and_a_leavers_images_go(
    open_page: Any, look: Callable[[Page, str], None], picture: Any
) -> None:
    """A parent says yes, then no; the school takes down, and deletes with proof when the child leaves."""
    child, day = user("pupil@grange"), today()
    link_parent(
        by=person("headteacher@grange"),
        school=school(),
        parent_id=user("parent@grange").pk,
        child_id=child.pk,
    )
    parent, slt = open_page(phone=True), open_page(phone=True)
    signed_in(parent, "parent@grange")
    parent.goto("/s/grange/consents/")
    look(parent, "registers-consents")
    for answer, words in (("Yes", "Saved."), ("No", "the school takes down the rest")):
        parent.get_by_role("group", name="The school’s website").get_by_label(answer, exact=True).check()
        if answer == "Yes":
            signed_in(slt, "slt@grange")
            slt.goto("/s/grange/registers/images/new/")
            slt.get_by_role("group", name="Who is shown?").get_by_label(child.name).check()
            look(slt, "registers-who-is-shown")
            slt.get_by_label("What is it?").fill("Sports day")
            slt.get_by_label("School website").check()
            slt.get_by_label("Folder, page or album").fill("News of May")
            slt.get_by_role("button", name="Save").click()
        parent.get_by_role("button", name="Save for").click()
        assert words in parent.inner_text("body")
    picture(parent, "registers-withdrawn")
    slt.goto(f"/s/grange/consents/children/{child.pk}/")
    look(slt, "registers-child")
    assert "to be taken down by" in slt.inner_text("main")
    Membership.objects.filter(user=child).update(to_on=day - timedelta(days=1))
    slt.goto("/s/grange/registers/images/")
    slt.get_by_role("link", name="Sports day").click()
    slt.get_by_role("button", name="I have deleted it there").click()
    look(slt, "registers-deleted")
    assert "Sealed: it verifies" in slt.inner_text("main")


@pytest.mark.clause("H40b")
def test_a_new_official_page_from_the_question_to_the_public_list(
    open_page: Any, look: Callable[[Page, str], None]
) -> None:
    """A teacher asks, the headteacher consents, and the page stands on the list that parents see."""
    teacher, head, anybody = open_page(phone=True), open_page(phone=True), open_page(phone=True)
    signed_in(teacher, "teacher@hr-cooperative")
    teacher.goto("/s/hr-cooperative/ask/?as=teacher&action=create-official-site")
    teacher.get_by_role("button", name="Ask the headteacher").click()
    look(teacher, "registers-ask-account")
    teacher.get_by_label("Who is the deputy?").select_option(str(user("slt@hr-cooperative").pk))
    teacher.get_by_label("What is it called?").fill("Class 3 blog")
    teacher.get_by_label("A website or blog").check()
    teacher.get_by_label("Its address").fill("https://class3.example")
    teacher.get_by_label("What is it for?").fill("Homework and reading")
    teacher.get_by_label("Who is it for?").fill("Parents of class 3")
    teacher.get_by_label("How old is the youngest").fill("30")
    teacher.get_by_role("group", name="reason").get_by_label("Yes").check()
    teacher.get_by_role("button", name="Send").click()
    look(teacher, "registers-account-sent")
    signed_in(head, "headteacher@hr-cooperative")
    head.goto("/s/hr-cooperative/requests/")
    head.get_by_role("link", name="Class 3 blog").click()
    look(head, "registers-account-decide")
    head.get_by_role("button", name="Grant", exact=True).click()
    anybody.goto("/s/hr-cooperative/public/accounts/")
    look(anybody, "registers-public")
    assert "https://class3.example" in anybody.inner_text("main")


@pytest.mark.clause("C48a")
def test_a_contractor_agrees_at_the_door(phone: Page, look: Callable[[Page, str], None]) -> None:
    """By the code at the door, without an account, in a minute."""
    phone.goto("/s/coads-green/door/")
    phone.get_by_role("button", name="Agree before you come in").click()
    look(phone, "registers-visit")
    phone.get_by_label("Contractor").check()
    phone.get_by_label("Your name").fill("Ada Ash")
    phone.get_by_label("Who do you work for?").fill("Boilers Ltd")
    phone.get_by_label("I have read what applies").check()
    phone.get_by_role("button", name="I agree").click()
    look(phone, "registers-visited")
    assert "Your number is" in phone.inner_text("main")
