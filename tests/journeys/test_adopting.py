"""A school adopts a model, makes it its own, and takes the model's next version in, clause by clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from belisha.access.actor import ANONYMOUS
from belisha.demo.drafts_history import build_drafts_history
from belisha.people.models import School
from belisha.policies.actions import bring_in_version, put_in_force
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VersionState
from belisha.rules.edit import replace_clause
from belisha.rules.language.writing import write_policy

if TYPE_CHECKING:
    from playwright.sync_api import Page

SignIn = Callable[["Page", str], None]
Check = Callable[["Page"], None]


def newest() -> PolicyVersion:
    found: PolicyVersion = PolicyVersion.objects.filter(school__slug="grange").order_by("-pk")[0]
    return found


def publish(version: PolicyVersion) -> None:
    """What governors and the clerk do with a draft is another journey."""
    PolicyVersion.objects.filter(pk=version.pk).update(state=VersionState.RATIFIED)
    version.refresh_from_db()
    put_in_force(by=ANONYMOUS, version=version, review_due_on=date(2027, 8, 31))


def issue_again() -> None:
    """The publisher changes two clauses, of which the school has changed one."""
    before: Any = PolicyVersion.objects.in_force().get(school__slug="hr-cooperative")
    policy = read_source(before.source)
    for clause in ("privacy", "know-policy"):
        policy = replace_clause(policy, replace(policy.by_id[clause], text=f"New words for {clause}."))
    bring_in_version(by=ANONYMOUS, school=before.school, source=write_policy(policy), label="of June 2027")


def adopt(page: Page) -> None:
    page.goto("/s/grange/drafts/")
    page.get_by_role("link", name="Start a draft").click()
    page.get_by_role("link", name="Adopt a policy").click()
    page.get_by_label("Social Media Policy: The Schools HR Co-operative").check()
    page.get_by_label("Adopted and adapted: we change it to fit us").check()
    page.get_by_label("Next review by").fill("Summer Term 2027")
    page.get_by_role("button", name="Start the draft").click()
    page.get_by_text("Every clause is as in the model.").wait_for()


def test_a_model_is_adopted_adapted_and_merged(
    page_without_script: Page, sign_in: SignIn, fits: Check, picture: Callable[..., Path]
) -> None:
    page = page_without_script
    build_drafts_history(School.objects.all())
    sign_in(page, "slt@grange")
    adopt(page)
    page.get_by_role("link", name="Privacy settings", exact=True).click()
    page.get_by_label("In plain words", exact=True).fill("Our staff turn privacy settings on.")
    page.get_by_role("button", name="Add someone’s permission or consent").click()
    page.get_by_label("Whose, to whom").fill("headteacher")
    page.get_by_label("in writing").check()
    page.get_by_role("button", name="Show how it reads").click()
    assert "unless there is written permission of the headteacher" in page.locator("#reading").inner_text()
    picture(page, "drafting-clause")
    page.get_by_role("button", name="Save the clause").last.click()
    page.get_by_text("Changed: 1.").wait_for()
    publish(newest())
    issue_again()

    page.goto("/s/grange/drafts/")
    page.get_by_role("button", name="Review the new version").click()
    page.get_by_role("button", name="that you have not changed").click()
    page.get_by_role("link", name="Privacy settings").click()
    fits(page)
    picture(page, "drafting-decide")
    page.get_by_label("Our own words, as in the box below").check()
    page.get_by_text("Write our own").click()
    text = page.get_by_label("Our own words", exact=True)
    text.fill(text.input_value().replace("Our staff turn", "Our staff always turn"))
    page.get_by_role("button", name="Decide").click()
    page.get_by_role("button", name="Create the draft").click()
    page.get_by_text("Why: The model has a new version").wait_for()
    policy = read_source(newest().source)
    assert policy.by_id["privacy"].text == "Our staff always turn privacy settings on."
    assert policy.by_id["know-policy"].text == "New words for know-policy."
    assert policy.control.review_due_on == date(2027, 7, 31)


def test_a_rule_is_written_on_a_phone_and_reads_aloud_as_it_is_written(
    phone: Page, sign_in: SignIn, fits: Check, check_accessible: Check
) -> None:
    build_drafts_history(School.objects.all())
    sign_in(phone, "slt@grange")
    adopt(phone)
    fits(phone)
    check_accessible(phone)
    phone.get_by_role("link", name="Add a clause").first.click()
    phone.get_by_label("Title", exact=True).fill("No cake")
    phone.get_by_label("In plain words", exact=True).fill("Pupils do not write blogs at school.")
    phone.get_by_label("Pupil", exact=True).first.check()
    phone.get_by_label("How strongly").select_option("must not")
    phone.locator("#action").fill("write a blog")
    phone.locator("#action").blur()
    phone.locator("#reading").get_by_text("A pupil must not write a blog.").wait_for()
    line = phone.locator("#reading-line")
    assert line.inner_text() == "A pupil must not write a blog."
    assert phone.locator("#who-chosen").inner_text() == "Chosen: Pupil"
    phone.get_by_label("In plain words", exact=True).scroll_into_view_if_needed()
    place = phone.locator(".belisha-reading-line").bounding_box()
    assert place
    assert place["y"] + place["height"] <= 740, "the reading is out of sight"
    fits(phone)
    check_accessible(phone)
    phone.get_by_role("button", name="Save the clause").last.click()
    phone.get_by_text("“No cake” is saved.").wait_for()
