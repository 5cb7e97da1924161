"""A review that a plain document states by a cycle: "reviewed annually", from when it was last agreed."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from belisha.rules.calendars.months import months_after
from belisha.rules.language.times import Time, read_recurrence
from belisha.rules.linting.dates import StatedDate, read_review_date

# "Review Cycle: Annual", "Review frequency | 2 yearly", "reviewed every two years", "Review in 12 months".
_CYCLE = re.compile(
    r"\b(?:(?:review\s+)?(?:cycle|frequency|period|interval)|frequency\s+of\s+review|review(?:ed|s)?)\b"
    r"[\s:|*_–-]*(?P<how>[^.;:|]{1,40})",
    re.IGNORECASE,
)
# "Date approved: 12 November 2024", "Last reviewed: March 2023", "Adopted on 1 October 2025".
_DONE = re.compile(
    r"\b(?:(?:last|previous(?:ly)?)\s+(?:review(?:ed)?|updated?)|approved|adopted|ratified|agreed|reviewed"
    r"|date\s+of\s+(?:the\s+)?(?:policy|issue|approval|adoption|last\s+review)|policy\s+date)\b"
    r"(?:\s+(?:date|by\s+[^.:|\d]{1,40}|on|in))?[\s:|*_–-]*(?=(?P<rest>(?:[a-z]+\s+){0,2}\d[^;|]{3,30}))",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"^(?:in|after|within|at least|once)\s+", re.IGNORECASE)
LONGEST_CYCLE = 4
"""The most words that a cycle is told in: "once every two years" less its first."""


def read_cycle(lines: Sequence[str]) -> tuple[str, Time] | None:
    """Return how often a document says that it is reviewed, as it stands and as read; None if nowhere."""
    for line in lines:
        for found in _CYCLE.finditer(line):
            words = _WITHIN.sub("", found["how"].strip(" *_()")).split()
            for length in range(min(len(words), LONGEST_CYCLE), 0, -1):
                said = " ".join(words[:length]).strip(" ,)*_")
                time = read_recurrence(said) or read_recurrence(f"every {said}")
                if time and time.unit in ("year", "month") and time.count:
                    return said, time
    return None


def due_by_cycle(lines: Sequence[str]) -> tuple[str, StatedDate, int] | None:
    """Return when a document is next reviewed by its cycle: words, the date, and the line (from 1).

    None where it states no cycle in months or years, or no day or month on which it was agreed or reviewed.
    """
    cycle = read_cycle(lines)
    done = max(_done(lines), key=lambda each: each[1].last_day, default=None)
    if cycle is None or done is None:
        return None
    said, time = cycle
    words, stated, line = done
    day = months_after(stated.last_day, (time.count or 1) * (12 if time.unit == "year" else 1))
    if stated.exactness == "month":
        day = date(day.year, day.month, monthrange(day.year, day.month)[1])
    return f"{said}, from {words}", StatedDate(day, stated.exactness), line


def _done(lines: Sequence[str]) -> Iterator[tuple[str, StatedDate, int]]:
    """Yield each day or month on which the document was agreed or reviewed, with its words and its line."""
    for place, line in enumerate(lines, start=1):
        for found in _DONE.finditer(line):
            words = found["rest"].strip(" *_.")
            stated = read_review_date(words)
            if stated and stated.exactness in ("day", "month"):
                yield words, stated, place
