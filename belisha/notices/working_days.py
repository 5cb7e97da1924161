"""A school's working days: weekends, England's bank holidays and the days between its terms are none."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache

from django.utils import timezone
from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped]

from belisha.notices.quiet import next_moment
from belisha.people.models import School, Term

IsWorkingDay = Callable[[date], bool]
Span = tuple[date, date]


@cache
def bank_holidays() -> BankHolidays:
    """England's bank holidays, as the package has them: nothing is fetched."""
    return BankHolidays(use_cached_holidays=True)


def is_week_day(day: date) -> bool:
    """Whether the day is no Saturday, no Sunday and no bank holiday in England."""
    return bool(bank_holidays().is_work_day(day, division=BankHolidays.ENGLAND_AND_WALES))


def working_days(terms: Iterable[Span]) -> IsWorkingDay:
    """Whether a day is a working day of a school with these terms, given as (first day, last day).

    Only a day between two terms is a holiday: of the time before the first and after the last that the
    school has entered nothing is known, and silence for ever would be worse.
    """
    spans = sorted(terms)

    def is_working_day(day: date) -> bool:
        if not is_week_day(day):
            return False
        before = any(end < day for _, end in spans)
        after = any(start > day for start, _ in spans)
        return any(start <= day <= end for start, end in spans) or not (before and after)

    return is_working_day


def working_days_of(school: School) -> IsWorkingDay:
    """The same for a school, by its terms. One query."""
    return working_days(Term.objects.filter(school=school).values_list("starts_on", "ends_on"))


def working_day_after(day: date, days: int, is_working_day: IsWorkingDay = is_week_day) -> date:
    """The day that lies `days` working days after `day`."""
    while days > 0:
        day += timedelta(1)
        days -= is_working_day(day)
    return day


def may_send_from(school: School, now: datetime, is_working_day: IsWorkingDay) -> datetime:
    """The first instant from `now` on at which the school lets mail go out."""
    return next_moment(timezone.localtime(now), school.quiet_from, school.quiet_to, is_working_day)
