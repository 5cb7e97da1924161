"""Fill in a day of three boxes in the browser."""

from datetime import date

from playwright.sync_api import Page


def fill_day(page: Page, legend: str, day: date | None) -> None:
    """Type the day into the boxes under the legend, or empty them."""
    boxes = page.get_by_role("group", name=legend)
    for part in ("Day", "Month", "Year"):
        boxes.get_by_label(part, exact=True).fill(str(getattr(day, part.lower(), "")))
