"""How long each kind of record is kept by default: the dated data of `library/retention.toml`."""

import calendar
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType


class RetentionTrigger(StrEnum):
    """What a period of retention runs from."""

    MADE = "made"
    BIRTH = "birth"
    LEAVING = "leaving"
    OUTCOME = "outcome"
    WITHDRAWAL = "withdrawal"
    EXPIRY = "expiry"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True)
class RetentionPeriod:
    """A length of time in years, months and days."""

    years: int = 0
    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """Return the day on which the period that began on `day` has passed."""
        return _moved(day, self.years * 12 + self.months) + timedelta(days=self.days)

    def before(self, day: date) -> date:
        """Return the latest day from which the period has passed by `day`."""
        # 29 February is as late as 28 February in a year that has no 29th, so the guess may be a day out.
        guess = _moved(day - timedelta(days=self.days), -(self.years * 12 + self.months)) + timedelta(days=3)
        while self.after(guess) > day:
            guess -= timedelta(days=1)
        return guess

    def __str__(self) -> str:
        parts = [
            f"{count} {word if count == 1 else word + 's'}"
            for count, word in ((self.years, "year"), (self.months, "month"), (self.days, "day"))
            if count
        ]
        return " and ".join(parts) or "no time"


@dataclass(frozen=True, slots=True)
class RetentionKind:
    """A kind of record: how long it is kept and from when, with the source, and why it is kept at all.

    `purpose`, `basis` (the lawful basis in the UK GDPR) and `people` go into the processing record and the
    privacy notice. `may_be_erased`: a person's request is enough; otherwise `refusal` says what forbids it.
    """

    key: str
    title: str
    trigger: RetentionTrigger
    period: RetentionPeriod
    source: str
    as_of: date
    purpose: str
    basis: str
    people: str
    may_be_erased: bool
    refusal: str = ""
    is_sensitive: bool = False


@cache
def retention_kinds() -> Mapping[str, RetentionKind]:
    """Return every kind of record by its key, in the order of the file."""
    text = files("belisha").joinpath("library", "retention.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: _kind(key, row) for key, row in tomllib.loads(text).items()})


def _kind(key: str, row: Mapping[str, object]) -> RetentionKind:
    values = dict(row)
    period = RetentionPeriod(*(int(str(values.pop(unit, 0))) for unit in ("years", "months", "days")))
    trigger = RetentionTrigger(str(values.pop("trigger")))
    values.setdefault("may_be_erased", "refusal" not in values)
    return RetentionKind(key=key, trigger=trigger, period=period, **values)  # type: ignore[arg-type]


def _moved(day: date, months: int) -> date:
    """Return the same day so many months later, or the month's last if it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = max(1, index // 12), index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
