"""A teacher asks, is asked one thing back, and gets an answer that she can hand on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from belisha.answers.models import AnswerLog

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUESTION = "Can I accept a friend request from a pupil?"


def test_a_question_with_a_follow_up(
    page: Page, open_page: Any, ask: Any, picture: Any, check_accessible: Any
) -> None:
    ask(page, "calcot", "teacher", QUESTION)
    verdict = " ".join(page.locator("#verdict").inner_text().split())
    assert verdict.startswith("No, unless there was a family link before: then ask the headteacher")
    assert_seen_first(page)
    assert page.evaluate("document.activeElement.id") == "verdict"
    follow_up = page.locator(".belisha-follow-up")
    assert follow_up.count() == 1
    assert "turns on" in follow_up.inner_text() or "exception" in follow_up.inner_text()
    assert "Then: " in follow_up.inner_text()
    picture(page, "teacher-asks")
    check_accessible(page)

    before = page.url
    question = follow_up.locator("legend").inner_text()
    follow_up.get_by_label("Yes").check()
    follow_up.get_by_role("button", name="Continue").click()
    page.wait_for_url(lambda address: address != before)
    page.wait_for_function(
        "question => document.querySelector('.belisha-follow-up legend')?.innerText != question", arg=question
    )
    assert "fact=" in page.url
    assert "Leave this out" in page.locator(".belisha-understood").inner_text()
    picture(page, "teacher-follow-up")
    check_accessible(page)

    said = page.locator("#answer").inner_text()
    colleague = open_page()
    colleague.goto(page.url)
    # Whoever gets the link sees what was asked, not the words in which it was.
    asked, seen = said.partition("\n"), colleague.locator("#answer").inner_text().partition("\n")
    assert (asked[0], seen[0]) == (QUESTION, "Be friends on social media")
    assert seen[2] == asked[2]
    assert AnswerLog.objects.count() == 2


def assert_seen_first(page: Page) -> None:
    """The question and the whole verdict are seen without scrolling, and the form is further down."""
    seen = page.viewport_size or {"height": 0}
    for part in (".belisha-asked__words", ".belisha-verdict"):
        box = page.locator(part).bounding_box()
        assert box
        assert box["y"] > -1  # a browser scrolls to whole pixels, and lines of text end between them
        assert box["y"] + box["height"] <= seen["height"]
    form = page.locator(".belisha-ask").bounding_box()
    assert form
    assert form["y"] > box["y"] + box["height"]


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_the_verdict_is_what_one_sees_first(open_page: Any, ask: Any, *, script: bool) -> None:
    page = open_page(phone=True, java_script_enabled=script)
    ask(page, "calcot", "teacher", QUESTION)
    page.wait_for_function("document.querySelector('#verdict').getBoundingClientRect().top < 400")
    assert_seen_first(page)
    page.get_by_role("link", name="Change the question").click()
    page.wait_for_function("document.querySelector('#q').getBoundingClientRect().top < innerHeight")
    assert page.locator("#q").input_value() == QUESTION, "kept by the browser alone"
    assert "q=" not in page.url


def test_the_picture_of_the_ask_page(open_page: Any, ask: Any, picture: Any) -> None:
    page = open_page(viewport={"width": 1000, "height": 1130})
    ask(page, "calcot", "teacher", QUESTION)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    picture(page, "ask", full_page=False)


def test_what_was_understood_can_be_changed(page: Page, ask: Any) -> None:
    ask(page, "grange", "teacher", QUESTION)
    assert page.locator("#verdict").inner_text() == "No"
    page.get_by_text("Change what was understood").click()
    page.locator(".belisha-understood #towards").select_option("parent")
    page.get_by_role("button", name="Answer again").click()
    page.wait_for_url(re.compile("towards=parent"))
    assert "parent or carer" in page.locator(".belisha-understood").inner_text()


def test_an_empty_question_is_met_with_a_sentence(page: Page, check_accessible: Any) -> None:
    page.goto("/s/grange/")
    page.get_by_role("button", name="Ask", exact=True).click()
    summary = page.locator(".govuk-error-summary")
    summary.wait_for()
    assert "Choose who you are" in summary.inner_text()
    assert "Write your question" in summary.inner_text()
    check_accessible(page)


def test_from_the_question_to_the_clause_by_keyboard_alone(page: Page) -> None:
    page.goto("/s/grange/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    page.keyboard.type("Teacher")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Ask"
    page.keyboard.press("Enter")
    page.locator("#verdict").wait_for()
    page.wait_for_function("document.activeElement.id === 'verdict'")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Friending a pupil":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/policy/friend-pupil/")
    assert page.locator("h1").inner_text() == "Friending a pupil"
