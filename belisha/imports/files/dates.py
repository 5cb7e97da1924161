"""Dates as the systems of schools write them. A file decides once whether the day or the month
comes first.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TIME = re.compile(
    r"(?:T|,? )\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(am|pm)?\s*(Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE
)
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
YEAR_FIRST_CLOSE = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
IN_FIGURES = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
IN_WORDS = re.compile(r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[-/. ]([a-z]{3,9})[-/., ]+(\d{4}|\d{2})")
MONTH_IN_WORDS = re.compile(r"(?:[a-z]{3,9},? )?([a-z]{3,9})[-/. ](\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(\d{4})")
SERIAL = re.compile(r"[2-6]\d{4}(\.\d+)?")
EXCEL_BEGINS = date(1899, 12, 30)
EXPECTED = "a date such as 01/09/2026 (day, month, year) or 2026-09-01"
EXPECTED_MONTH_FIRST = (
    "a date such as 09/01/2026 (month, day, year, as in the rest of the file) or 2026-09-01"
)


class DateOrder(StrEnum):
    """Which comes first in a date in figures, such as 03/04/2026. `MIXED`: the file has both."""

    UNKNOWN = ""
    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    MIXED = "mixed"


def order_of(texts: Iterable[str]) -> DateOrder:
    """Return the order that the dates show: by those that can be read in one way only."""
    shown = set()
    for text in texts:
        found = IN_FIGURES.fullmatch(_bare(text))
        if found:
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                shown.add(DateOrder.DAY_FIRST)
            elif second > 12 >= first:
                shown.add(DateOrder.MONTH_FIRST)
    if len(shown) > 1:
        return DateOrder.MIXED
    return shown.pop() if shown else DateOrder.UNKNOWN


def is_ambiguous(text: str) -> bool:
    """Return whether the date is another day where the month comes first."""
    found = IN_FIGURES.fullmatch(_bare(text))
    return found is not None and found[1] != found[2] and int(found[1]) <= 12 and int(found[2]) <= 12


def read_date(text: str, *, month_first: bool = False) -> date | None:
    """Return the date; None if the text is none, or no such day in this order of day and month."""
    bare = _bare(text)
    if not bare.isascii():
        return None
    if found := YEAR_FIRST.fullmatch(bare) or YEAR_FIRST_CLOSE.fullmatch(bare):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := IN_FIGURES.fullmatch(bare):
        day, month = (found[2], found[1]) if month_first else (found[1], found[2])
        return _day(_year(found[3]), int(month), int(day))
    if (found := IN_WORDS.fullmatch(bare)) and found[2][:3] in MONTHS:
        return _day(_year(found[3]), MONTHS.index(found[2][:3]) + 1, int(found[1]))
    if (found := MONTH_IN_WORDS.fullmatch(bare)) and found[1][:3] in MONTHS:
        return _day(_year(found[3]), MONTHS.index(found[1][:3]) + 1, int(found[2]))
    if SERIAL.fullmatch(bare):
        return EXCEL_BEGINS + timedelta(days=int(bare.split(".")[0]))
    return None


def _bare(text: str) -> str:
    return TIME.sub("", " ".join(text.split())).strip().lower()


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year > 68 else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1930 <= year <= 2100 else None
    except ValueError:
        return None
