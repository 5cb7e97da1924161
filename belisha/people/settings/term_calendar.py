"""Read the terms of a school year from a calendar file, as councils and schools publish it (RFC 5545)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component

from belisha.sandbox import limited
from belisha.sandbox.limits import Limits

LARGEST = 2_000_000
CHOOSE = "Choose a file that ends in .ics, as the council’s website offers it."
LONGEST_TERM = timedelta(days=183)
SHORTEST_TERM = timedelta(days=7)
LONDON = ZoneInfo("Europe/London")
SEASON = re.compile(r"\b(autumn|spring|summer)\b", re.IGNORECASE)
NUMBERED = re.compile(r"\bterm\s*([1-6])\b", re.IGNORECASE)
AWAY = re.compile(
    r"half[\s-]*term|holiday|vacation|break\b|bank hol|inset|training day|non[\s-]*pupil|clos(?:ed|ure)",
    re.IGNORECASE,
)
BEGINS = re.compile(
    r"\b(?:starts?|begins?|opens?|first day|beginning|start|back to school|returns?|return)\b", re.IGNORECASE
)
ENDS = re.compile(r"\b(?:ends?|finish(?:es)?|closes?|last day|end|breaks? up)\b", re.IGNORECASE)


# Days about which an event speaks that are no term's own first or last day.
OTHER_DAYS = re.compile(r"half[\s-]*term|inset|training day|bank hol|non[\s-]*pupil", re.IGNORECASE)
HOLIDAY = re.compile(r"\b(christmas|easter|summer)\s+(?:holidays?|break|vacation)\b", re.IGNORECASE)
BEFORE_AND_AFTER = {
    "christmas": ("Autumn", "Spring"),
    "easter": ("Spring", "Summer"),
    "summer": ("Summer", "Autumn"),
}


class TermCalendarError(Exception):
    """The file holds no terms that can be read. The message says what it holds and what to do."""


@dataclass(frozen=True, slots=True)
class CalendarTerm:
    """A term that a calendar states: its name with the year, its first and its last day."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class _Event:
    title: str
    first: date
    last: date


@limited(Limits())
def terms_of_calendar(data: bytes) -> tuple[CalendarTerm, ...]:
    """Return the terms that the calendar states, in order of time.

    Terms are given by one event from the first day to the last, or by two events that say when a term starts
    and ends. Halves of a term ("Autumn 1" and "Autumn 2") make one; half terms, holidays and training days
    are left out. Raise TermCalendarError if the file is no calendar or states no term.
    """
    if len(data) > LARGEST:
        message = "This file is larger than 2 MB. Term dates are smaller: check that it is the right file."
        raise TermCalendarError(message)
    events = sorted(_events(data), key=lambda each: (each.first, each.last))
    found = _named_once(_joined([*_whole(events), *_from_ends(events)]))
    if not found:
        message = (
            f"This calendar has {len(events)} {'event' if len(events) == 1 else 'events'}, but none says when"
            " a term starts and ends, such as “Autumn term” or “Spring term starts”. Add the terms by hand."
        )
        raise TermCalendarError(message)
    return tuple(found)


def _events(data: bytes) -> Iterator[_Event]:
    try:
        calendars = Calendar.from_ical(data, multiple=True)
    except (ValueError, IndexError, KeyError) as error:
        message = f"This is not a calendar file. {CHOOSE}"
        raise TermCalendarError(message) from error
    if not calendars:
        message = f"This file holds no calendar. {CHOOSE}"
        raise TermCalendarError(message)
    for calendar in calendars:
        for event in calendar.walk("VEVENT"):
            starts = event.get("DTSTART")
            if starts is None:
                continue
            first = _day(starts.dt)
            ends = _end(event, starts.dt)
            last = _last_day(ends) if ends is not None else first
            yield _Event(" ".join(str(event.get("SUMMARY", "")).split()), first, max(first, last))


def _end(event: Component, starts: date) -> date | None:
    """Return an event's end: stated, or the start and its duration (RFC 5545, 3.8.2.5); None for neither."""
    ends, lasts = event.get("DTEND"), event.get("DURATION")
    if ends is not None:
        return ends.dt  # type: ignore[no-any-return]
    return starts + lasts.dt if lasts is not None else None


def _day(moment: date) -> date:
    if isinstance(moment, datetime):
        return (moment.astimezone(LONDON) if moment.tzinfo else moment).date()
    return moment


def _last_day(moment: date) -> date:
    """Return the last day of an event: an end that is a day or midnight is exclusive (RFC 5545, 3.6.1)."""
    day = _day(moment)
    if not isinstance(moment, datetime):
        return day - timedelta(days=1)
    local = moment.astimezone(LONDON) if moment.tzinfo else moment
    return day - timedelta(days=1) if (local.hour, local.minute) == (0, 0) else day


def _whole(events: Iterable[_Event]) -> Iterator[CalendarTerm]:
    """Yield the terms that one event covers."""
    for event in events:
        if SHORTEST_TERM <= event.last - event.first <= LONGEST_TERM and _is_term(event.title):
            yield CalendarTerm(_name(event.title, event.first), event.first, event.last)


def _from_ends(events: list[_Event]) -> Iterator[CalendarTerm]:
    """Yield the terms whose first and last day are events of their own."""
    begun: dict[str, date] = {}
    for event in events:
        is_end = bool(ENDS.search(event.title)) and not BEGINS.search(event.title)
        name = _around_holiday(event.title, is_end=is_end) or _term_word(event.title)
        if not name or event.last - event.first >= SHORTEST_TERM or OTHER_DAYS.search(event.title):
            continue
        if is_end:
            starts = begun.pop(name, None)
            if starts is not None and timedelta(0) < event.first - starts <= LONGEST_TERM:
                yield CalendarTerm(_name(name, starts), starts, event.first)
        elif BEGINS.search(event.title) and (name not in begun or event.first - begun[name] > LONGEST_TERM):
            begun[name] = event.first


def _around_holiday(title: str, *, is_end: bool) -> str:
    """Return the term that ends before, or begins after, the holiday that a title names; empty if none."""
    found = HOLIDAY.search(title)
    return f"{BEFORE_AND_AFTER[found[1].lower()][not is_end]} Term" if found else ""


def _is_term(title: str) -> bool:
    return bool(_term_word(title)) and not AWAY.search(title)


def _term_word(title: str) -> str:
    """Return the term that a title speaks of, `Autumn Term` or `Term 3`; empty if none."""
    if found := SEASON.search(title):
        return f"{found[1].capitalize()} Term"
    if found := NUMBERED.search(title):
        return f"Term {found[1]}"
    return ""


def _name(title: str, starts: date) -> str:
    return f"{_term_word(title)} {starts.year}"


def _joined(terms: Iterable[CalendarTerm]) -> Iterator[CalendarTerm]:
    """Yield terms in order of time, halves and repetitions of one as one."""
    kept: dict[str, CalendarTerm] = {}
    for each in sorted(terms, key=lambda term: (term.starts_on, term.ends_on)):
        first = kept.get(each.name)
        kept[each.name] = (
            CalendarTerm(each.name, first.starts_on, max(first.ends_on, each.ends_on)) if first else each
        )
    yield from sorted(kept.values(), key=lambda term: term.starts_on)


def _named_once(terms: Iterable[CalendarTerm]) -> list[CalendarTerm]:
    """Return the terms without those that overlap an earlier one."""
    found: list[CalendarTerm] = []
    for each in terms:
        if not found or each.starts_on > found[-1].ends_on:
            found.append(each)
    return found
