"""Turn a time limit into an instant: "at once", "today", "within 48 hours", "within 1 working day"."""

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from belisha.outbox.working_days import IsWorkingDay, working_day_after

AT_ONCE = timedelta(hours=1)
_WITHIN = re.compile(r"(\d+|a|an|one|two) (working day|school day|day|hour|week)s?")
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2}


def due_at(by: str, begins: datetime, is_working_day: IsWorkingDay) -> datetime | None:
    """Return when something is due that the words `by` limit, counted from `begins`; None if they do not."""
    text = by.casefold()
    if any(word in text for word in ("at once", "immediately", "straight away")):
        return begins + AT_ONCE
    if found := _WITHIN.search(text):
        return due_within(_NUMBERS.get(found[1]) or int(found[1]), found[2], begins, is_working_day)
    if "today" in text or "same day" in text:
        return _end_of(timezone.localdate(begins))
    return None


def due_within(number: int, unit: str, begins: datetime, is_working_day: IsWorkingDay) -> datetime:
    """Return when so many "hours", "days", "weeks" or "working days" are over. A day counts until its end."""
    if unit.startswith("hour"):
        return begins + timedelta(hours=number)
    day = timezone.localdate(begins)
    if unit.startswith(("working", "school")):
        return _end_of(working_day_after(day, number, is_working_day))
    return _end_of(day + timedelta(days=number * (7 if unit.startswith("week") else 1)))


def after_pause(due: datetime, paused_at: datetime, now: datetime) -> datetime:
    """Return when something is due whose clock stood still from `paused_at` until `now`."""
    return due + (now - paused_at)


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59)))
