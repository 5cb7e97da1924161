"""Something has happened, as each reader meets it: pupil, parent, teaching assistant, safeguarding lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.test_report_door import receipt_on

if TYPE_CHECKING:
    from playwright.sync_api import Page

TOLD = {
    "parent": ("A parent", "Another parent put a video of my daughter on TikTok and will not take it down."),
    "ta": ("Other staff", "A mum adds me on Facebook again and again and writes to me at night."),
}


@pytest.mark.parametrize("screen", ["phone", "page"])
def test_each_reader_is_led_from_the_door_to_what_came_of_it(
    screen: str, request: pytest.FixtureRequest, sign_in: Any, look: Any
) -> None:
    """Calcot: reported as a pupil, as a parent, as an assistant; worked on by the safeguarding lead."""
    page: Page = request.getfixturevalue(screen)
    main = page.locator("main")
    page.goto("/s/calcot/report/?as=pupil")
    page.locator("label").filter(has_text="mean to me").first.click()
    look(page, f"door-pupil-{screen}")
    page.get_by_role("button", name="Send").click()
    code = receipt_on(page)
    look(page, f"receipt-pupil-{screen}")
    page.goto("/s/calcot/report/receipt/")
    look(page, f"come-back-{screen}")
    page.get_by_label("Your receipt").fill(code)
    page.get_by_role("button", name="Continue").click()
    look(page, f"own-report-pupil-{screen}")
    for name, (label, words) in TOLD.items():
        if name == "ta":
            sign_in(page, "teaching-assistant@calcot")
        page.goto("/s/calcot/report/")
        page.get_by_label("What happened?").fill(words)
        if name == "parent":
            page.get_by_label(label, exact=True).check()
        look(page, f"door-{name}-{screen}")
        page.get_by_role("button", name="Send").click()
        assert receipt_on(page)
        look(page, f"receipt-{name}-{screen}")
        page.get_by_role("button", name=re.compile("Add (a|files|something)")).first.click()
        look(page, f"attach-{name}-{screen}")
    page.context.clear_cookies()
    sign_in(page, "dsl@calcot")
    page.goto("/s/calcot/reports/")
    look(page, f"queue-dsl-{screen}")
    page.get_by_role("link", name=re.compile("Report [0-9A-Z]{8}")).first.click()
    look(page, f"report-dsl-{screen}")
    page.get_by_role("button", name="Confirm and begin a case").click()
    look(page, f"case-dsl-{screen}")
    page.get_by_role("link", name="Evidence").click()
    look(page, f"capture-dsl-{screen}")
    assert main.is_visible()
