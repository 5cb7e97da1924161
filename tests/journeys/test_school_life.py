"""A school lives with its policy: a revision goes from consultation to the website and to its readers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from belisha.base.clock import today
from belisha.duties.sweeping import sweep_school
from belisha.people.models import School, User
from belisha.policies.models import PolicyVersion
from tests.journeys.acknowledged import given_everybody_has_acknowledged
from tests.journeys.dates import fill_day

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOME = "/s/barley-lane"
NEW_WORDS = "Staff do not name the school as their employer on social media."
COMMENT = "My profile on a jobs site says where I work. Is that meant too?"
ANSWER = "Yes: write “a primary school” instead. We shall say so in the staff room."
WHY = "Names of schools in profiles let strangers find staff."
REVIEW = today() + timedelta(300)
Look = Callable[["Page", str], None]


@pytest.fixture
def enter(open_page: Any, sign_in: Any) -> Callable[[str], Page]:
    """`enter("teacher")`: that person of Barley Lane, signed in on a phone of their own."""

    def entered(role: str) -> Page:
        page: Page = open_page(phone=True)
        sign_in(page, f"{role}@barley-lane")
        return page

    return entered


def when_the_head_changes_one_clause(head: Page) -> str:
    """Returns the address of the version on its way."""
    head.goto("/me/")
    head.get_by_role("link", name="Drafts").click()
    head.get_by_role("link", name="Start a draft").click()
    head.get_by_role("link", name="Revise the policy in force").click()
    head.get_by_label("Substantive: something is asked differently").check()
    head.get_by_label("Why is it changed").fill(WHY)
    head.get_by_label("Version", exact=True).fill("2026/27")
    head.get_by_label("Next review by").fill(REVIEW.isoformat())
    head.get_by_role("button", name="Start the draft").click()
    head.get_by_role("link", name="Open all sections").click()
    head.get_by_role("link", name="Naming the school as employer").click()
    head.get_by_label("In plain words").fill(NEW_WORDS)
    head.get_by_label("How strongly").select_option("must not")
    head.get_by_role("button", name="Save the clause").last.click()
    head.get_by_text(NEW_WORDS).first.wait_for()
    return f"{HOME}/versions/{PolicyVersion.objects.get(label='2026/27').pk}/"


def when_people_are_asked(head: Page, version: str, look: Look) -> None:
    head.get_by_role("link", name="Consult, or ask for approval").click()
    head.get_by_role("button", name="Open a consultation").click()
    head.get_by_label("Member of staff", exact=True).check()
    fill_day(head, "The last day to comment", today())
    head.get_by_label("What do you want to know?").fill("Is it clear, and can you keep to it?")
    head.get_by_role("button", name="Open the consultation").click()
    head.goto(version)
    look(head, "life-version")


def when_a_teacher_comments(teacher: Page, version: str, look: Look) -> None:
    teacher.goto(f"{HOME}/versions/")
    teacher.get_by_role("link", name="2026/27").click()
    teacher.get_by_role("link", name="Read it and comment").click()
    teacher.get_by_role("link", name="What the draft changes").click()
    look(teacher, "life-changes")
    teacher.get_by_role("link", name="Comment on Naming the school as employer").click()
    teacher.get_by_label("Your comment").fill(COMMENT)
    look(teacher, "life-comment")
    teacher.get_by_role("button", name="Send the comment").dblclick()
    teacher.get_by_role("heading", name="On Naming the school as employer").wait_for()
    assert teacher.get_by_text(COMMENT).count() == 1, "a comment that was sent twice stands twice"


def when_the_head_answers_and_asks_for_approval(head: Page, version: str, look: Look) -> None:
    head.goto(f"{version}comments/")
    head.get_by_label("Declined").check()
    head.get_by_label("Why", exact=True).fill(ANSWER)
    look(head, "life-answer")
    head.get_by_role("button", name="Answer", exact=True).click()
    head.get_by_text(ANSWER).wait_for()
    head.goto(f"{version}approval/")
    governor = User.objects.get(email="governor@barley-lane.example")
    author = User.objects.get(email="headteacher@barley-lane.example")
    assert f"{author.name} cannot be asked" in head.locator("main").inner_text()
    assert head.get_by_label(author.name).count() == 0
    head.get_by_label(governor.name).check()
    head.get_by_label("All of them").check()
    look(head, "life-ask-approval")
    head.get_by_role("button", name="Ask for approval").click()


def when_a_governor_approves_and_checks_for_equality(governor: Page, version: str, look: Look) -> None:
    sweep_school(School.objects.get(slug="barley-lane"), today())
    governor.goto("/me/")
    look(governor, "life-governor-page")
    governor.get_by_role("link", name="Approve").click()
    governor.get_by_label("I approve this text").check()
    look(governor, "life-approve")
    governor.get_by_role("button", name="Send").dblclick()
    governor.locator(".govuk-notification-banner--success").wait_for()
    governor.goto(version)
    assert governor.locator("[aria-current=step]").inner_text().startswith("Approved")
    governor.goto(f"{version}equality/")
    for box in governor.get_by_role("group", name="On which grounds").get_by_role("checkbox").all():
        box.check()
    governor.get_by_label("It discriminates against nobody").check()
    governor.get_by_label("Notes").fill("It binds all staff alike.")
    look(governor, "life-equality")
    governor.get_by_role("button", name="Record the check").click()
    governor.get_by_role("heading", name="On record").wait_for()


def when_the_clerk_records_the_meeting(clerk: Page, version: str, look: Look) -> None:
    clerk.goto(f"{version}ratification/")
    fill_day(clerk, "Day of the meeting", today())
    clerk.get_by_label("Which body or committee?").fill("Full Governing Body")
    clerk.get_by_label("Reference of the minute").fill("2026/11 item 7")
    look(clerk, "life-meeting")
    clerk.get_by_role("button", name="Record the meeting").click()
    clerk.get_by_role("heading", name="The signatures").wait_for()


def when_both_sign(head: Page, chair: Page, version: str, look: Look) -> None:
    for page in (head, chair):
        page.goto(f"{version}ratification/")
        page.get_by_label("I agree to these words").check()
        page.get_by_role("button", name="Sign", exact=True).click()
    chair.get_by_text("The policy is ratified").wait_for()
    look(chair, "life-ratified")


def when_the_clerk_publishes(clerk: Page, version: str, look: Look) -> None:
    clerk.goto(f"{version}publication/")
    clerk.get_by_label("Substantive: something is asked differently").check()
    clerk.get_by_label("What changed, and why").fill(WHY)
    fill_day(clerk, "Review it by", None)
    clerk.get_by_role("button", name="Publish").click()
    assert "no policy is published without one" in clerk.locator(".govuk-error-summary").inner_text()
    fill_day(clerk, "Review it by", REVIEW)
    look(clerk, "life-publish")
    clerk.get_by_role("button", name="Publish").dblclick()
    clerk.get_by_text("Published here").wait_for()


def then_the_website_shows_it(anybody: Page, look: Look) -> None:
    anybody.goto(f"{HOME}/policy/")
    anybody.get_by_role("link", name="Open all sections").click()
    anybody.wait_for_url("**open=all**")
    words = anybody.locator("main").inner_text()
    assert NEW_WORDS in words
    assert "2026/27" in words
    look(anybody, "life-public")
    anybody.goto(f"{HOME}/policy/versions/")
    assert WHY in anybody.locator("main").inner_text()
    look(anybody, "life-history")


def then_the_teacher_reads_only_what_changed(teacher: Page, look: Look) -> None:
    sweep_school(School.objects.get(slug="barley-lane"), today())
    teacher.goto("/me/")
    look(teacher, "life-teacher-page")
    teacher.get_by_role("link", name="Read what changed in the Social Media Policy").click()
    teacher.get_by_role("heading", name="1 change for you").wait_for()
    # What is folded counts too; the marks of what is new stand between its words.
    words = re.sub(r"\[(?:new|removed|end):?\]", "", teacher.locator("main").text_content() or "")
    words = " ".join(words.split())
    assert NEW_WORDS in words
    assert "Log out" not in words, "a clause that did not change is asked again"
    look(teacher, "life-what-changed")


def test_from_consultation_to_the_website(open_page: Any, enter: Callable[[str], Page], look: Look) -> None:
    given_everybody_has_acknowledged(School.objects.get(slug="barley-lane"))
    head, teacher, governor = enter("headteacher"), enter("teacher"), enter("governor")
    version = when_the_head_changes_one_clause(head)
    look(head, "life-draft")
    when_people_are_asked(head, version, look)
    when_a_teacher_comments(teacher, version, look)
    when_the_head_answers_and_asks_for_approval(head, version, look)
    when_a_governor_approves_and_checks_for_equality(governor, version, look)
    clerk = enter("clerk")
    when_the_clerk_records_the_meeting(clerk, version, look)
    when_both_sign(head, enter("chair-of-governors"), version, look)
    when_the_clerk_publishes(clerk, version, look)
    then_the_website_shows_it(open_page(phone=True), look)
    then_the_teacher_reads_only_what_changed(teacher, look)
