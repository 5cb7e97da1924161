"""The period that a recurring duty covers: this week, this term, this school year."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol


class TermDates(Protocol):
    """The dates of a term."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Period:
    """A period, from its first day to its last; `key` names it for ever ("2026-09-01")."""

    starts_on: date
    ends_on: date

    @property
    def key(self) -> str:
        """Return the first day in ISO format."""
        return self.starts_on.isoformat()


def period_around(period: str, on: date, terms: Iterable[TermDates] = ()) -> Period:
    """Return the period around `on`: "week", "month", "half-term", "term", "year", "two-years" ...

    A term lasts until the next one begins, so that holidays belong to a term. Without terms for the day,
    calendar terms are used: autumn, spring, summer.
    """
    if period == "week":
        monday = on - timedelta(on.weekday())
        return Period(monday, monday + timedelta(6))
    if period == "month":
        return Period(on.replace(day=1), on.replace(day=monthrange(on.year, on.month)[1]))
    if period in ("term", "half-term"):
        return _term(on, sorted(terms, key=lambda term: term.starts_on), halved=period == "half-term")
    return _years({"two-years": 2, "three-years": 3}.get(period, 1), on)


def _years(count: int, on: date) -> Period:
    """Return the school year, from the first term after July (Education Act 1996, s. 579), or 1 September."""
    first = on.year if on.month >= 9 else on.year - 1
    first -= first % count
    return Period(date(first, 9, 1), date(first + count, 8, 31))


def _term(on: date, terms: list[TermDates], *, halved: bool) -> Period:
    begun = [term for term in terms if term.starts_on <= on]
    following = next((term for term in terms if term.starts_on > on), None)
    if begun and (following or begun[-1].ends_on >= on):
        last = following.starts_on - timedelta(1) if following else begun[-1].ends_on
        found = Period(begun[-1].starts_on, last)
    else:
        found = _usual_term(on)
    if not halved:
        return found
    middle = found.starts_on + (found.ends_on - found.starts_on) / 2
    return Period(found.starts_on, middle) if on <= middle else Period(middle + timedelta(1), found.ends_on)


def _usual_term(on: date) -> Period:
    if on.month >= 9:
        return Period(date(on.year, 9, 1), date(on.year, 12, 31))
    if on.month <= 4:
        return Period(date(on.year, 1, 1), date(on.year, 4, 30))
    return Period(date(on.year, 5, 1), date(on.year, 8, 31))
