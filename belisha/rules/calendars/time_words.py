"""How policies say how often and how soon: "termly", "within 5 working days", "at once"."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        start=1,
    )
} | {"a": 1, "an": 1, "fourteen": 14, "twenty": 20, "thirty": 30}
# A month is taken at its shortest, so that nobody is told too late.
DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 28}
_COUNT = r"(?P<count>\d{1,4}|[a-z]+)"
_UNIT = r"(?P<working>(?:working|school) )?(?P<unit>hour|day|week|fortnight|month)s?"
SPAN = re.compile(rf"(?:within |in |no later than |not later than )?(?:the first )?{_COUNT} {_UNIT}\b.*")


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """The library's words of time, as `library/calendar.toml` has them.

    `registers` and `actions` say which of them make a duty with a date, and when it comes up
    ("version", "once", "joining", "leaving"); `leavers` whose leaving an action is.
    """

    registers: Mapping[str, str]
    actions: Mapping[str, str]
    leavers: Mapping[str, str]
    periods: Mapping[str, str]
    soon: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AllowedTime:
    """The time that a policy allows: a count of days, of the calendar or working days."""

    days: int
    are_working_days: bool = False


@cache
def load_calendar_words() -> CalendarWords:
    """Return the library's words of time, read once."""
    table = tomllib.loads(files("belisha").joinpath("library", "calendar.toml").read_text(encoding="utf-8"))
    periods = {said: period for period, all_said in table["periods"].items() for said in all_said}
    return CalendarWords(
        registers=MappingProxyType(table["registers"]),
        actions=MappingProxyType(table["actions"]),
        leavers=MappingProxyType(table["leavers"]),
        periods=MappingProxyType(periods),
        soon=MappingProxyType(table["soon"]),
    )


@cache
def load_usual_terms() -> Mapping[str, tuple[int, int]]:
    """Return the usual last days of England's terms, as (month, day), by season in the order of the year."""
    table = tomllib.loads(files("belisha").joinpath("library", "terms.toml").read_text(encoding="utf-8"))
    return MappingProxyType({season: (month, day) for season, (month, day) in table.items()})


def read_period(said: str) -> str:
    """Return `year` for "annually", `two-years` for "2 years"; what no word is known for, as it was said."""
    plain = _plain(said)
    return load_calendar_words().periods.get(plain, plain)


def read_allowed(said: str) -> AllowedTime | None:
    """Return the days in "within 5 working days" or "at once"; None where there is no number.

    "Promptly" and "at the earliest opportunity" are left to the school: they name no day.
    """
    plain = _plain(said)
    if plain in load_calendar_words().soon:
        return AllowedTime(load_calendar_words().soon[plain])
    found = SPAN.fullmatch(plain)
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdigit() else NUMBERS.get(found["count"])
    if count is None:
        return None
    if found["unit"] == "hour":
        return AllowedTime(-(-count // 24), are_working_days=bool(found["working"]))
    per = 5 if found["working"] and found["unit"] == "week" else DAYS[found["unit"]]
    return AllowedTime(count * per, are_working_days=bool(found["working"]))


def _plain(said: str) -> str:
    return " ".join(said.lower().replace("’", "'").strip(" .,;").split())
