"""A school's working days: not weekends, England's bank holidays or the days between its terms."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

from django.utils import timezone
from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped]

from belisha.outbox.quiet_hours import next_moment
from belisha.outbox.school_year import bank_holidays_of, is_usual_holiday
from belisha.people.models import School, Term

IsWorkingDay = Callable[[date], bool]
Span = tuple[date, date]
# More days than a summer between two entered terms: one between them was not entered.
LONGEST_HOLIDAY = timedelta(days=70)


@cache
def bank_holidays() -> BankHolidays:
    """Return England's bank holidays from the package's own data, without a request."""
    return BankHolidays(use_cached_holidays=True)


@cache
def bank_holidays_known_until() -> date:
    """Return the last bank holiday that the package's data holds. Later ones are worked out by rule."""
    listed = bank_holidays().get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    last: date = max(each["date"] for each in listed)
    return last


def is_week_day(day: date) -> bool:
    """Return whether the day is a weekday and no bank holiday in England."""
    if day > bank_holidays_known_until():
        return day.weekday() < 5 and day not in bank_holidays_of(day.year)
    return bool(bank_holidays().is_work_day(day, division=BankHolidays.ENGLAND_AND_WALES))


def working_days(terms: Iterable[Span]) -> IsWorkingDay:
    """Return a test for working days of a school with these terms, each (first day, last day).

    The days between two terms are a holiday. Of days before the first term, after the last, and in a gap that
    is too long to be a holiday nothing is entered: the usual school year holds for them.
    """
    spans = sorted(terms)
    holidays = [
        (before[1], after[0]) for before, after in pairwise(spans) if after[0] - before[1] <= LONGEST_HOLIDAY
    ]

    def is_working_day(day: date) -> bool:
        if not is_week_day(day):
            return False
        if any(start <= day <= end for start, end in spans):
            return True
        return not any(ended < day < starts for ended, starts in holidays) and not is_usual_holiday(day)

    return is_working_day


def working_days_of(school: School) -> IsWorkingDay:
    """Return `working_days` for a school's own terms. One query."""
    return working_days(Term.objects.filter(school=school).values_list("starts_on", "ends_on"))


def working_day_after(day: date, days: int, is_working_day: IsWorkingDay = is_week_day) -> date:
    """Return the day `days` working days after `day`."""
    while days > 0:
        day += timedelta(1)
        days -= is_working_day(day)
    return day


def last_working_day(first: date, last: date, is_working_day: IsWorkingDay) -> date:
    """Return the last working day of a period; its last day if it has none."""
    day = last
    while day >= first:
        if is_working_day(day):
            return day
        day -= timedelta(1)
    return last


def may_send_from(school: School, now: datetime, is_working_day: IsWorkingDay) -> datetime:
    """Return the first instant from `now` on at which the school lets mail be sent."""
    return next_moment(timezone.localtime(now), school.quiet_from, school.quiet_to, is_working_day)
