"""The usual school year and England's bank holidays, worked out for years that no list covers. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class UsualHoliday:
    """A holiday of `library/school_year.toml`: of one of its three forms the others are empty."""

    name: str
    from_day: str = ""
    to_day: str = ""
    week_of: str = ""
    easter: tuple[int, int] | None = None

    def includes(self, day: date) -> bool:
        """Return whether the day is in this holiday."""
        if self.easter is not None:
            after = (day - easter_sunday(day.year)).days
            return self.easter[0] <= after <= self.easter[1]
        if self.week_of:
            of = date.fromisoformat(f"{day.year}-{self.week_of}")
            return day - timedelta(day.weekday()) == of - timedelta(of.weekday())
        said = f"{day:%m-%d}"
        if self.from_day <= self.to_day:
            return self.from_day <= said <= self.to_day
        return said >= self.from_day or said <= self.to_day


@cache
def usual_holidays() -> tuple[UsualHoliday, ...]:
    """Return the usual holidays of the library."""
    text = files("belisha").joinpath("library", "school_year.toml").read_text(encoding="utf-8")
    return tuple(
        UsualHoliday(
            name=row["name"],
            from_day=row.get("from", ""),
            to_day=row.get("to", ""),
            week_of=row.get("week_of", ""),
            easter=tuple(row["easter"]) if "easter" in row else None,
        )
        for row in tomllib.loads(text)["holidays"]
    )


def is_usual_holiday(day: date) -> bool:
    """Return whether schools in England usually have a holiday on that day."""
    return any(each.includes(day) for each in usual_holidays())


@cache
def easter_sunday(year: int) -> date:
    """Return the day of Easter in the Gregorian calendar (the rule of the Calendar Act 1751)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays_of(year: int) -> frozenset[date]:
    """Return England's bank holidays of a year by the rules of the Banking and Financial Dealings Act 1971.

    Holidays that are proclaimed for one year, such as a coronation's, are not among them.
    """
    easter = easter_sunday(year)
    found = {easter - timedelta(2), easter + timedelta(1)}
    found |= {_first_monday(year, 5), _last_monday(year, 5), _last_monday(year, 8)}
    for fixed in (date(year, 1, 1), date(year, 12, 26), date(year, 12, 25)):
        day = fixed
        while day.weekday() in (SATURDAY, SUNDAY) or day in found:
            day += timedelta(1)
        found.add(day)
    return frozenset(found)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(last.weekday())
