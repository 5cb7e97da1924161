"""A clerk's year: the review comes up, is missed and said to be overdue in public, and is then recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from belisha.acknowledgements.models import Acknowledgement
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.outbox.models import Notice
from belisha.people.models import Membership, School, User
from belisha.policies.models import PolicyDocument, PolicyVersion
from tests.duties.sweeps import instant
from tests.journeys.acknowledged import given_everybody_has_acknowledged
from tests.journeys.dates import fill_day

if TYPE_CHECKING:
    from playwright.sync_api import Page

# A Friday: 60, 30 and 7 days before it the school works too.
DUE = date(2027, 3, 12)
NEXT = date(2028, 3, 10)
OWNER, OTHERS = "dsl", {"clerk", "chair-of-governors"}


def given_a_policy_with_an_owner() -> School:
    """Grange's policy: the DSL looks after it, its review is due on the day, all have acknowledged it."""
    school = School.objects.get(slug="grange")
    PolicyVersion.objects.in_force().filter(school=school).update(review_due_on=DUE)
    owner = User.objects.get(email="dsl@grange.example")
    PolicyDocument.objects.filter(school=school).update(owner=owner)
    given_everybody_has_acknowledged(school)
    return school


def told_of_the_review(school: School, day: date) -> set[str]:
    """The roles of those in whose mail of the day the review stands, once the day's sweep has run twice."""
    for hour in (10, 11):
        sweep_school(school, day, instant(day, hour), is_sure=True)
    mails = Notice.objects.filter(school=school, key__startswith=f"reminders {day} ")
    readers = [mail.to_id for mail in mails if "Review the policy" in mail.text]
    assert len(readers) == len(set(readers)), "somebody was written to twice"
    return set(Membership.objects.filter(school=school, user__in=readers).values_list("role", flat=True))


def then_the_owner_is_told_first_and_then_all(school: School) -> None:
    told = {days: told_of_the_review(school, DUE - timedelta(days)) for days in (60, 30, 7, 0)}
    assert told == {60: {OWNER}, 30: {OWNER}, 7: {OWNER} | OTHERS, 0: {OWNER} | OTHERS}


def when_the_clerk_records_the_review(clerk: Page, look: Callable[[Page, str], None]) -> None:
    clerk.goto("/me/")
    clerk.get_by_role("link", name="Versions").click()
    look(clerk, "clerk-versions")
    clerk.locator("tbody a").first.click()
    clerk.get_by_role("button", name="Record a review without change").click()
    fill_day(clerk, "Day of the review", DUE + timedelta(3))
    clerk.get_by_label("Who reviewed it?").fill("Full Governing Body")
    clerk.get_by_label("Reference of the minute").fill("2027/03 item 4")
    fill_day(clerk, "Review it again by", NEXT)
    look(clerk, "clerk-review")
    clerk.get_by_role("button", name="Record the review").dblclick()
    clerk.locator(".govuk-notification-banner--success").wait_for()


def test_a_clerks_year(
    phone: Page, open_page: Any, sign_in: Any, settings: Any, look: Callable[[Page, str], None]
) -> None:
    school = given_a_policy_with_an_owner()
    acknowledged = Acknowledgement.objects.filter(school=school).count()
    then_the_owner_is_told_first_and_then_all(school)

    settings.BELISHA_TODAY = (DUE + timedelta(3)).isoformat()
    anybody: Page = open_page(phone=True)
    anybody.goto("/s/grange/policy/")
    words = anybody.locator("main").inner_text()
    assert "Overdue" in words
    assert "3 days ago" in words
    look(anybody, "clerk-overdue")

    sign_in(phone, "clerk@grange")
    phone.goto("/s/grange/state/")
    look(phone, "clerk-state-overdue")
    when_the_clerk_records_the_review(phone, look)

    anybody.reload()
    words = anybody.locator("main").text_content() or ""
    assert "Overdue" not in words
    assert "10 March 2028" in words
    assert words.count("eviewed, no changes") == 1, "a review that was sent twice stands twice"
    look(anybody, "clerk-reviewed")

    day = DUE + timedelta(4)
    assert told_of_the_review(school, day) == set()
    assert not Duty.objects.open().filter(school=school, source="policy-review").exists()
    assert not Duty.objects.open().filter(school=school, source="acknowledgements").exists()
    assert Acknowledgement.objects.filter(school=school).count() == acknowledged
    phone.goto("/s/grange/acknowledge/")
    look(phone, "clerk-acknowledged")
