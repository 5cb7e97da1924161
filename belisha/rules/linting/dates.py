"""Dates as documents state them: "20th September 2023", "June 2023", "Spring Term 2026"."""

import re
import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from belisha.rules.calendars.time_words import load_usual_terms

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}

_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY_MONTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+(?:of\s+)?|-)"
_SEASON = r"(?P<term>spring|summer|autumn)"
# Most exact first; what a pattern does not name is left open.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_YEAR}-(?P<number>\d{{2}})-(?P<day>\d{{2}})\b",
        rf"\b(?P<day>\d{{1,2}})\s?(?P<mark>[/.-])\s?(?P<number>\d{{1,2}})\s?(?P=mark)\s?{_YEAR}\b",
        rf"\b{_DAY_MONTH}{_MONTH},?[\s-]+{_YEAR}\b",
        rf"\b{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_SEASON}(?:\s+term)?,?\s+{_YEAR}\b",
        rf"\b{_YEAR}\b",
    )
)
# How reviews are stated besides: with a year of two digits, by halves of a term, by a holiday.
_SHORT_YEAR = r"['’]?(?P<short>\d{2})"
_NUMBERS = r"\b(?P<day>\d{1,2})\s?(?P<mark>[/.-])\s?(?P<number>\d{1,2})\s?(?P=mark)\s?"
_NUMERIC = re.compile(rf"{_NUMBERS}{_SHORT_YEAR}\b(?!\d)")
_SCHOOL_YEAR = re.compile(rf"\b{_YEAR}\s?[/–-]\s?(?:20)?(?P<last>\d\d)\b(?![/.–-])")
_LATER_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_DAY_MONTH}{_MONTH},?[\s-]+['’]?(?P<short>\d{{2}})\b",
        rf"\b{_MONTH}(?:-|\s*['’])(?P<short>\d{{2}})\b(?!-)",
        rf"(?<![\d/.-])(?P<number>0?[1-9]|1[0-2])\s?[/.-]\s?{_YEAR}\b(?![/.-]\d)",
        rf"\b{_SEASON}(?:\s+term)?,?\s*\(?(?P<half>[12])\)?,?\s+{_YEAR}\b",
        rf"\b(?P<ordinal>first|second|1st|2nd)\s+half\s+of\s+(?:the\s+)?{_SEASON}(?:\s+term)?,?\s+{_YEAR}\b",
        rf"\b(?P<holiday>[a-z]+)\s+half[\s-]?term(?:\s+(?:holiday|break|week))?,?\s+{_YEAR}\b",
        rf"\b(?P<holiday>easter|christmas|new\s+year|whitsun(?:tide)?)(?:\s+(?:holidays?|break))?,?\s+{_YEAR}\b",
    )
)
# Beside a bare year, words that leave it a year; any other word may say something more exact.
_FILLERS = re.compile(r"\b(?:in|by|during|due|the|end|of|calendar|year)\b|[^a-z0-9]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as it stands: the last day that it allows, and how exact it is (day, month, term, year)."""

    last_day: date
    exactness: str


def read_date(text: str) -> StatedDate | None:
    """Return the first date that the words state, read at its most exact, or None where there is none."""
    for form in _FORMS:
        found = form.search(text)
        if found and (stated := _stated(found.groupdict())):
            return stated
    return None


def read_review_date(text: str) -> StatedDate | None:
    """Return the last day that the words of a review date allow; None where that cannot be told.

    Nothing is guessed: where the words beside a year are not understood, the year alone is no answer.
    """
    if found := _NUMERIC.search(text):
        return _stated({**found.groupdict(), "year": f"20{found['short']}"})
    for form in _LATER_FORMS:
        if (found := form.search(text)) and (stated := _in_term_or_holiday(found.groupdict())):
            return stated
    if found := _SCHOOL_YEAR.search(text):
        first = int(found["year"])
        is_school_year = (first + 1) % 100 == int(found["last"])
        if is_school_year:
            return StatedDate(date(first + 1, 8, 31), "school year")
        is_month = re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", found[0])
        return _stated({"year": found["year"], "number": found["last"]}) if is_month else None
    if re.search(rf"\beaster\s+term,?\s+{_YEAR}\b", text, re.IGNORECASE):
        text = re.sub("easter", "spring", text, flags=re.IGNORECASE)
    stated = read_date(text)
    if stated is None or stated.exactness != "year":
        return stated
    rest = _FILLERS.sub("", text).replace(str(stated.last_day.year), "", 1)
    return None if rest else stated


def _in_term_or_holiday(parts: dict[str, str]) -> StatedDate | None:
    """Return the last school day of half a term, or the day of a holiday."""
    if parts.get("short"):
        return _stated({**parts, "year": f"20{parts['short']}"})
    if parts.get("number"):
        return _stated(parts)
    year = int(parts["year"])
    half_terms = load_half_terms()
    if "holiday" in parts:
        name = " ".join(parts["holiday"].lower().split())
        day = {"easter": easter(year), "christmas": date(year, 12, 25), "new year": date(year, 1, 1)}.get(
            name
        )
        if day:
            return StatedDate(day, "holiday")
        named = next((each for each in half_terms.values() if name in each.names), None)
        return StatedDate(_before(named, year), "half term") if named else None
    is_second = parts.get("half") == "2" or (parts.get("ordinal") or "").lower() in ("second", "2nd")
    term = parts["term"].lower()
    if is_second:
        return StatedDate(date(year, *load_usual_terms()[term]), "term")
    return StatedDate(_before(half_terms[term], year), "half term")


def easter(year: int) -> date:
    """Return Easter Sunday, by the anonymous Gregorian rule."""
    golden, century = year % 19, year // 100
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon -= moon // 28 * (1 - 29 // (moon + 1) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    from_march = moon - weekday + 28
    return date(year, 3, 31) + timedelta(days=from_march - 31)


@dataclass(frozen=True, slots=True)
class HalfTerm:
    """A half-term holiday: its names, and from which day on its Monday is looked for."""

    names: tuple[str, ...]
    monday_from: tuple[int, int]


@cache
def load_half_terms() -> Mapping[str, HalfTerm]:
    """Return the half-term holidays of schools in England, by the season of their term."""
    text = files("belisha").joinpath("library", "half_terms.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return {
        season: HalfTerm(tuple(table["names"]), (table["monday_from"][0], table["monday_from"][1]))
        for season, table in tables.items()
    }


def _before(half_term: HalfTerm, year: int) -> date:
    """Return the last school day before a half-term holiday."""
    first = date(year, *half_term.monday_from)
    return first + timedelta(days=(-first.weekday()) % 7 - 3)


def years_between(earlier: date, later: date) -> float:
    """Return the time between two days, in years."""
    return (later - earlier).days / 365.25


def in_words(day: date) -> str:
    """Return the day as a reader writes it: "1 September 2025"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _stated(parts: dict[str, str]) -> StatedDate | None:
    year = int(parts["year"])
    month = MONTHS[parts["month"].lower()] if parts.get("month") else int(parts.get("number", 0))
    try:
        if "day" in parts:
            return StatedDate(date(year, month, int(parts["day"])), "day")
        if month:
            return StatedDate(date(year, month, monthrange(year, month)[1]), "month")
    except ValueError:
        return None
    if "term" in parts:
        return StatedDate(date(year, *load_usual_terms()[parts["term"].lower()]), "term")
    return StatedDate(date(year, 12, 31), "year")
