"""A head brings the school's own Word file in, checks a clause, and meets the answer that it gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.drafting.test_imported import a_policy

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_word_file_is_brought_in_and_checked_clause_by_clause(
    phone: Page,
    page: Page,
    sign_in: Callable[[Page, str], None],
    check_accessible: Callable[[Page], None],
    picture: Callable[..., Path],
    tmp_path: Path,
) -> None:
    document = tmp_path / "Elm Grove.docx"
    document.write_bytes(a_policy())
    sign_in(page, "headteacher@grange")
    page.goto("/s/grange/drafts/begin/")
    page.get_by_role("link", name="Bring your own policy").click()
    page.get_by_label("Your policy").set_input_files(document)
    page.get_by_label("Next review by").fill("Summer Term 2027")
    page.get_by_role("button", name="Read the document").click()
    page.get_by_role("heading", name="Check what was read").wait_for()
    # The document begins with clauses that are sure; two words of the vocabulary are near this one.
    said = "Staff may use social media in their breaks on their own phones."
    assert page.locator("mark").inner_text() == said
    picture(page, "own-document-unsure")
    page.get_by_role("button", name="Right, next").click()
    page.get_by_text("1 of ").first.wait_for()
    page.get_by_text("What it would mean").wait_for()
    check_accessible(page)
    picture(page, "own-document")
    page.get_by_role("button", name="Undo my last decision").click()
    page.get_by_text("Undone.").wait_for()
    sign_in(phone, "headteacher@grange")
    phone.goto(page.url)
    phone.get_by_role("button", name="Right, next").click()
    picture(phone, "own-document-phone")
