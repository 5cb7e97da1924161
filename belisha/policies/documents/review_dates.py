"""Work out the date of a review from the words that a document uses for it. Pure."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

from belisha.duties.reminders.escalation import opens_before
from belisha.rules.calendars.months import months_after
from belisha.rules.calendars.time_words import load_usual_terms, read_period
from belisha.rules.lint import read_review_date

# The kind of duty under which the reminders of reviews are configured.
REVIEW = "policy-review"
MONTHS = {"month": 1, "year": 12, "two-years": 24, "three-years": 36}
COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a": 1, "every": 1}
PERIOD = re.compile(
    r"(?:every |within |in |after )?(?P<count>\d{1,2}|[a-z]+)[ -](?P<unit>month|year)(?:s|ly)?"
)
SCHOOL_YEAR = re.compile(r"\b(?P<first>20\d\d)\s?[/–-]\s?(?P<last>(?:20)?\d\d)\b(?!-)")


class ReviewTermDates(Protocol):
    """A term as a school keeps it."""

    @property
    def name(self) -> str:
        """What the school calls it: "Spring Term 2026"."""

    @property
    def starts_on(self) -> date:
        """Its first day."""

    @property
    def ends_on(self) -> date:
        """Its last day."""


def is_near(due: date, on: date) -> bool:
    """Return whether the review due on a day has reached its first reminder."""
    return on >= due - opens_before(REVIEW)


def review_date(said: str, terms: Iterable[ReviewTermDates], on: date) -> date | None:
    """Return the last day that the words allow: of a term, a month, a year, or a period from the day `on`.

    `said` is the document's review date or review period ("Spring Term 2026", "June 2023", "1 March 2027",
    "annually", "2 years", "every term"); `on` is the day it was ratified. Terms are the school's own if
    `terms` has them, else the usual ones in England. Returns None if the words name no time.
    """
    plain = " ".join(said.split())
    if found := SCHOOL_YEAR.search(plain):
        return _end_of_school_year(found)
    stated = read_review_date(plain)
    if stated is None:
        return _after(plain, list(terms), on)
    if stated.exactness == "term":
        own = _own_term(plain, list(terms), stated.last_day.year)
        return own or stated.last_day
    return stated.last_day


def _own_term(said: str, terms: list[ReviewTermDates], year: int) -> date | None:
    """Return the end of the school's term that the words name, the later one if half terms are separate."""
    season = next(each for each in load_usual_terms() if each in said.lower())
    ends = [term.ends_on for term in terms if season in term.name.lower() and term.ends_on.year == year]
    return max(ends, default=None)


def _end_of_school_year(found: re.Match[str]) -> date | None:
    first, last = int(found["first"]), int(found["last"][-2:])
    return date(first + 1, 8, 31) if (first + 1) % 100 == last else None


def _after(said: str, terms: list[ReviewTermDates], on: date) -> date | None:
    plain = said.lower().strip(" .").removesuffix(" basis").removeprefix("on a ").removeprefix("on an ")
    period = read_period(plain)
    if period in MONTHS:
        return months_after(on, MONTHS[period])
    if period in ("term", "half-term"):
        return _end_of_next_term(terms, on)
    if found := PERIOD.fullmatch(plain):
        count = int(found["count"]) if found["count"].isdigit() else COUNTS.get(found["count"], 0)
        months = count * (12 if found["unit"] == "year" else 1)
        return months_after(on, months) if months else None
    return None


def _end_of_next_term(terms: list[ReviewTermDates], on: date) -> date:
    """Return the last day of the first term that begins after the day."""
    later = [term for term in terms if term.starts_on > on]
    if later:
        return min(later, key=lambda term: term.starts_on).ends_on
    usual = [date(on.year + ahead, *end) for ahead in (0, 1) for end in load_usual_terms().values()]
    this_term = min(end for end in usual if end >= on)
    return min(end for end in usual if end > this_term + timedelta(days=1))
