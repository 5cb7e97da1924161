"""Something has happened: reported on a phone, heard by whom the policy names, dealt with, taken down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.cases.reporting import CODE

if TYPE_CHECKING:
    from playwright.sync_api import Page


def receipt_on(page: Page) -> str:
    found = CODE.search(page.locator("main").inner_text())
    assert found
    return found[0]


def test_a_bullied_teacher_reports_and_the_headteacher_deals_with_it(
    phone: Page, page: Page, sign_in: Any, picture: Any, check_accessible: Any, fits: Any
) -> None:
    """Grange: a teacher who is bullied by a parent reports on her phone; the head follows the steps."""
    phone.goto("/s/grange/help/")
    phone.get_by_role("link", name="Report what has happened").click()
    phone.wait_for_url("**/report/")
    assert "999" in phone.locator("main").inner_text()
    picture(phone, "report-door")
    check_accessible(phone)
    fits(phone)
    phone.get_by_label("What happened?").fill(
        "A parent posts insults about me, a teacher, in a Facebook group. I am being bullied online."
    )
    phone.get_by_label("A teacher").check()
    phone.get_by_role("button", name="Send").click()
    code = receipt_on(phone)
    assert "What happens next" in phone.locator("main").inner_text()
    picture(phone, "report-received")
    check_accessible(phone)
    fits(phone)

    sign_in(page, "headteacher@grange")
    page.goto("/s/grange/reports/")
    picture(page, "reports-and-cases")
    check_accessible(page)
    page.get_by_role("link", name=re.compile("Report [0-9A-Z]{8}")).first.click()
    assert "insults about me" in page.locator("main").inner_text()
    picture(page, "report-page")
    check_accessible(page)
    page.get_by_label("Your answer").fill("Come and see me at break. Keep the messages.")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_label("What is it about?").select_option("cyberbullying")
    page.get_by_role("button", name="Confirm and begin a case").click()
    page.wait_for_url("**/cases/**")
    assert "Tasks" in page.locator("main").inner_text()
    picture(page, "case")
    check_accessible(page)
    fits(page)
    for area in ("Chronology", "People", "Referrals and removal", "Evidence", "Outcome"):
        page.get_by_role("navigation", name="Pages of this case").get_by_role("link", name=area).click()
        assert page.locator("h1").inner_text().endswith(area)
        picture(page, f"case-{area.split()[0].lower()}")
        check_accessible(page)
        fits(page)

    phone.goto("/s/grange/report/receipt/")
    phone.get_by_label("Your receipt").fill(code)
    phone.get_by_role("button", name="Continue").click()
    assert "Come and see me at break" in phone.locator("main").inner_text()
    picture(phone, "report-status")
    check_accessible(phone)
    fits(phone)


def test_a_pupil_tells_in_short_words_on_a_phone(
    phone: Page, picture: Any, check_accessible: Any, fits: Any
) -> None:
    phone.goto("/s/barley-lane/report/?as=pupil")
    assert "Childline" in phone.locator("main").inner_text()
    picture(phone, "report-pupil")
    check_accessible(phone)
    fits(phone)
    phone.locator("input[name=choice]").first.scroll_into_view_if_needed()
    phone.get_by_label("Somebody is being mean to me").check()
    phone.get_by_role("button", name="Send").click()
    assert receipt_on(phone)
    picture(phone, "report-pupil-received")
    check_accessible(phone)
    fits(phone)


def test_an_indecent_image_meets_steps_and_no_field(
    page_without_script: Page, sign_in: Any, picture: Any
) -> None:
    """Grange: without a script, an indecent image is reported; no page has an upload or a box for words."""
    visitor = page_without_script
    visitor.goto("/s/grange/report/")
    visitor.get_by_label("What happened?").fill("I found a naked picture of a pupil on a school tablet.")
    visitor.get_by_label("A teacher").check()
    visitor.get_by_role("button", name="Send").click()
    assert "Please send no pictures" in visitor.locator("main").inner_text()
    code = receipt_on(visitor)
    visitor.goto("/s/grange/report/receipt/")
    visitor.get_by_label("Your receipt").fill(code)
    visitor.get_by_role("button", name="Continue").click()
    assert visitor.locator("textarea, input[type=file]").count() == 0
    sign_in(visitor, "dsl@grange")
    visitor.goto("/s/grange/reports/")
    visitor.get_by_role("link", name=re.compile("Report [0-9A-Z]{8}")).first.click()
    visitor.get_by_role("button", name="Confirm and begin a case").click()
    assert "There may be an indecent image" in visitor.locator("main").inner_text()
    assert visitor.locator("textarea, input[type=file]").count() == 0
    picture(visitor, "case-indecent-image")


def test_a_removal_is_chased_to_posh(page: Page, sign_in: Any, picture: Any, check_accessible: Any) -> None:
    """Calcot: an abusive post is asked to be deleted, refused, and taken to POSH."""
    page.goto("/s/calcot/report/")
    page.get_by_label("What happened?").fill("A parent posted an abusive, upsetting post about our school.")
    page.get_by_role("button", name="Send").click()
    sign_in(page, "headteacher@calcot")
    page.goto("/s/calcot/reports/")
    page.get_by_role("link", name=re.compile("Report [0-9A-Z]{8}")).first.click()
    page.get_by_label("What is it about?").select_option("offensive-post")
    page.get_by_role("button", name="Confirm and begin a case").click()
    page.get_by_role("link", name="Referrals and removal").click()
    page.get_by_text("Note that somebody was asked to remove something").click()
    page.get_by_label("Where it is").fill("https://social.example/posts/1")
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_role("button", name="They refuse").click()
    page.get_by_role("button", name="Take it further").click()
    assert "Taken to The Professionals Online Safety Helpline" in page.locator("main").inner_text()
    picture(page, "case-removal")
    check_accessible(page)


def test_words_stay_in_the_tab_while_offline(phone: Page) -> None:
    phone.goto("/s/grange/report/")
    phone.get_by_label("What happened?").fill("It happened again.")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Send").click()
    assert phone.get_by_text("You are offline").is_visible()
    phone.context.set_offline(False)
    phone.reload()
    assert phone.get_by_label("What happened?").input_value() == "It happened again."
    phone.get_by_role("button", name="Send").click()
    assert receipt_on(phone)
    phone.wait_for_load_state()  # the receipt's script forgets the words; a reader takes longer than a test
    phone.goto("/s/grange/report/")
    assert phone.get_by_label("What happened?").input_value() == ""
