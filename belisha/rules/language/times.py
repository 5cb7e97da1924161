"""Times as policies say them: how soon, how often, how long, and before or until what.

The file keeps the words; this reads them into typed values, so that clocks and duties can go by them.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        start=1,
    )
} | {"a": 1, "an": 1, "fourteen": 14, "twenty": 20, "thirty": 30, "ninety": 90}
_COUNT = r"(?P<count>\d{1,4}|[a-z]+)"
_UNIT = (
    r"(?P<working>(?:working|school|clear) )?"
    r"(?P<unit>minute|hour|day|week|fortnight|month|half-term|half term|term|year)s?"
)
_SPAN = rf"{_COUNT}(?: \(\d+\))? {_UNIT}"
_SOON = r"(?:within|in|no later than|not later than|not more than)"
_LONG = r"for (?:at least |at most |up to |no more than |no longer than |a period of )?"
_WITHIN = re.compile(rf"{_SOON} (?:the first )?{_SPAN}(?P<rest>\b.*)?")
_BARE = re.compile(rf"{_SPAN}")
_FOR = re.compile(rf"{_LONG}{_SPAN}(?P<rest> .*)?")
_EVERY = re.compile(rf"(?:(?:once |at least once )?every |each )?(?:{_COUNT}[ -])?{_UNIT}(?:ly)?")
_END_OF = re.compile(r"by (?:the )?(?:end|close) of (?P<event>.+)")
_EVENT = re.compile(r"(?P<link>before|until|after|by|on|at|during|when) (?P<event>.+)")


class TimeKind(StrEnum):
    """What a time says."""

    WITHIN = "within"
    END_OF = "by the end of"
    FOR = "for"
    EVERY = "every"
    BEFORE = "before"
    UNTIL = "until"
    AFTER = "after"
    AT = "at"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class Time:
    """A time: a span (`count` of `unit`, of working days where `is_working`), or an `event` in plain words.

    "At once" is within 0 days. A vague time ("promptly") names no day: the school gives it one.
    """

    kind: TimeKind
    count: int | None = None
    unit: str = ""
    is_working: bool = False
    event: str = ""


@cache
def time_words() -> Mapping[str, Mapping[str, object]]:
    """Return the library's words of time, read once."""
    text = files("belisha").joinpath("library", "calendar.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def read_time(said: str) -> Time | None:
    """Return the time that these words say; None where they cannot be read."""
    words = plain_time(said)
    soon = time_words()["soon"].get(words)
    if isinstance(soon, int):
        return Time(TimeKind.WITHIN, soon, "day")
    if words in time_words()["vague"]:
        return Time(TimeKind.VAGUE, event=words)
    for pattern, kind in ((_WITHIN, TimeKind.WITHIN), (_BARE, TimeKind.WITHIN), (_FOR, TimeKind.FOR)):
        if found := pattern.fullmatch(words):
            return _span(kind, found)
    if found := _END_OF.fullmatch(words):
        return Time(TimeKind.END_OF, event=found["event"])
    if found := _EVENT.fullmatch(words):
        links = {"before": TimeKind.BEFORE, "until": TimeKind.UNTIL, "after": TimeKind.AFTER}
        return Time(links.get(found["link"], TimeKind.AT), event=found["event"])
    return None


def read_recurrence(said: str) -> Time | None:
    """Return how often these words say ("year", "3 months", "termly"); None where they cannot be read."""
    words = plain_time(said)
    if words in time_words()["vague"]:
        return Time(TimeKind.VAGUE, event=words)
    for period, all_said in time_words()["periods"].items():
        if isinstance(all_said, list) and words in (period, *all_said):
            count, _, unit = period.rpartition("-") if period != "half-term" else ("", "", period)
            return Time(TimeKind.EVERY, NUMBERS.get(count, 1), unit.removesuffix("s"))
    found = _EVERY.fullmatch(words)
    return _span(TimeKind.EVERY, found) if found else None


def is_retention(said: str) -> bool:
    """Return whether a time says how long something is kept ("for 30 days", "until they leave")."""
    time = read_time(said)
    return time is not None and time.kind in (TimeKind.FOR, TimeKind.UNTIL)


def plain_time(said: str) -> str:
    """Return the words in small letters, with one kind of apostrophe and no marks around them."""
    return " ".join(said.lower().replace("’", "'").strip(" .,;").split())


def _span(kind: TimeKind, found: re.Match[str]) -> Time | None:
    said = found["count"] or "1"
    count = int(said) if said.isdigit() else NUMBERS.get(said)
    if count is None:
        return None
    unit = found["unit"].replace(" ", "-")
    rest = found.groupdict().get("rest") or ""
    return Time(kind, count, unit, bool(found["working"]), rest.strip())
