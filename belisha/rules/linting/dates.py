"""Dates as documents state them: "20th September 2023", "June 2023", "Spring Term 2026"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from belisha.rules.calendars.saying import load_usual_terms

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}

_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
# Most exact first; what a pattern does not name is left open.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_YEAR}-(?P<number>\d{{2}})-(?P<day>\d{{2}})\b",
        rf"\b(?P<day>\d{{1,2}})[/.](?P<number>\d{{1,2}})[/.]{_YEAR}\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_MONTH},?\s+{_YEAR}\b",
        rf"\b(?P<term>spring|summer|autumn)(?:\s+term)?,?\s+{_YEAR}\b",
        rf"\b{_YEAR}\b",
    )
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as it stands: the last day that it allows, and how exact it is (day, month, term, year)."""

    last_day: date
    exactness: str


def read_date(text: str) -> Stated | None:
    """The first date that the words state, read at its most exact, or None where there is none."""
    for form in _FORMS:
        found = form.search(text)
        if found and (stated := _stated(found.groupdict())):
            return stated
    return None


def years_between(earlier: date, later: date) -> float:
    """The time between two days, in years."""
    return (later - earlier).days / 365.25


def in_words(day: date) -> str:
    """The day as a reader writes it: "1 September 2025"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _stated(parts: dict[str, str]) -> Stated | None:
    year = int(parts["year"])
    month = MONTHS[parts["month"].lower()] if parts.get("month") else int(parts.get("number", 0))
    try:
        if "day" in parts:
            return Stated(date(year, month, int(parts["day"])), "day")
        if month:
            return Stated(date(year, month, monthrange(year, month)[1]), "month")
    except ValueError:
        return None
    if "term" in parts:
        return Stated(date(year, *load_usual_terms()[parts["term"].lower()]), "term")
    return Stated(date(year, 12, 31), "year")
