"""Bank holidays by rule, the usual school year, and working days where terms are missing."""

from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from belisha.outbox.school_year import bank_holidays_of, easter_sunday, is_usual_holiday
from belisha.outbox.working_days import (
    bank_holidays,
    bank_holidays_known_until,
    is_week_day,
    last_working_day,
    working_days,
)

# Moved or added by proclamation: jubilees, a royal wedding and funeral, VE Day, the coronation.
PROCLAIMED = {2002, 2011, 2012, 2020, 2022, 2023}


def test_the_rule_gives_what_the_list_gives() -> None:
    listed = bank_holidays().get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    years = {each["date"].year for each in listed} - PROCLAIMED
    assert len(years) >= 5
    for year in years:
        assert bank_holidays_of(year) == {each["date"] for each in listed if each["date"].year == year}, year


@pytest.mark.parametrize(
    ("year", "day"), [(2024, "03-31"), (2027, "03-28"), (2029, "04-01"), (2038, "04-25"), (2285, "03-22")]
)
def test_easter(year: int, day: str) -> None:
    assert easter_sunday(year) == date.fromisoformat(f"{year}-{day}")


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2029, {"01-01", "03-30", "04-02", "05-07", "05-28", "08-27", "12-25", "12-26"}),
        (2033, {"01-03", "04-15", "04-18", "05-02", "05-30", "08-29", "12-26", "12-27"}),
        (2032, {"01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"}),
    ],
)
def test_years_that_no_list_covers(year: int, days: set[str]) -> None:
    assert {f"{day:%m-%d}" for day in bank_holidays_of(year)} == days


def test_christmas_is_no_working_day_after_the_list_ends() -> None:
    assert bank_holidays_known_until() >= date(2028, 12, 26)
    for year in range(2028, 2040):
        assert not is_week_day(date(year, 12, 25))
        assert not is_week_day(easter_sunday(year) + timedelta(1))
    assert is_week_day(date(2029, 12, 27))


@pytest.mark.parametrize(
    ("day", "is_holiday"),
    [
        (date(2026, 12, 21), True),
        (date(2027, 1, 2), True),
        (date(2027, 1, 4), False),
        (date(2027, 3, 25), True),
        (date(2027, 4, 6), False),
        (date(2027, 8, 10), True),
        (date(2027, 9, 1), False),
        (date(2027, 10, 27), True),
        (date(2027, 11, 1), False),
    ],
)
def test_the_usual_school_year(day: date, is_holiday: bool) -> None:
    assert is_usual_holiday(day) == is_holiday


AUTUMN, SPRING = (date(2026, 9, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 3, 24))
YEAR_AFTER_NEXT = (date(2028, 9, 4), date(2028, 12, 20))


def test_a_forgotten_year_of_terms_silences_nobody() -> None:
    is_working = working_days([AUTUMN, SPRING, YEAR_AFTER_NEXT])
    assert not is_working(date(2026, 12, 22)), "between two terms"
    assert is_working(date(2027, 10, 12)), "in the year whose terms nobody entered"
    assert not is_working(date(2027, 8, 10)), "the usual summer"
    year = [date(2027, 3, 25) + timedelta(days=n) for n in range(520)]
    longest, run = 0, 0
    for day in year:
        run = 0 if is_working(day) else run + 1
        longest = max(longest, run)
    assert longest <= 45


def test_what_recurs_is_due_on_a_school_day() -> None:
    is_working = working_days([AUTUMN, SPRING])
    assert last_working_day(date(2026, 9, 2), date(2027, 1, 3), is_working) == date(2026, 12, 18)
    assert last_working_day(date(2026, 9, 1), date(2027, 8, 31), is_working) == date(2027, 7, 22)
    assert last_working_day(date(2026, 12, 21), date(2026, 12, 27), is_working) == date(2026, 12, 27)
