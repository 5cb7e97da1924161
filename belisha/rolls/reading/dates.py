"""Dates as the systems of schools write them: the day comes before the month."""

import re
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(am|pm)?\s*(Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
YEAR_FIRST_CLOSE = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
IN_WORDS = re.compile(r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[-/. ]([a-z]{3,9})[-/., ]+(\d{4}|\d{2})")
SERIAL = re.compile(r"[2-6]\d{4}(\.0)?")
EXCEL_BEGINS = date(1899, 12, 30)
EXPECTED = "a date such as 01/09/2026 (day, month, year) or 2026-09-01"


def read_date(text: str) -> date | None:
    """The date, or None where the text is none: no such day, or the month before the day."""
    bare = TIME.sub("", " ".join(text.split())).strip().lower()
    if not bare.isascii():
        return None
    if found := YEAR_FIRST.fullmatch(bare) or YEAR_FIRST_CLOSE.fullmatch(bare):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := DAY_FIRST.fullmatch(bare):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if (found := IN_WORDS.fullmatch(bare)) and found[2][:3] in MONTHS:
        return _day(_year(found[3]), MONTHS.index(found[2][:3]) + 1, int(found[1]))
    if SERIAL.fullmatch(bare):
        return EXCEL_BEGINS + timedelta(days=int(bare.split(".")[0]))
    return None


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year > 68 else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1930 <= year <= 2100 else None
    except ValueError:
        return None
