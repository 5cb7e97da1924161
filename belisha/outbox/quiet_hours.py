"""When a mail may be sent: outside the school's quiet hours, on its working days. Pure."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

LONGEST_WAIT = 120


def is_quiet(moment: time, quiet_from: time, quiet_to: time) -> bool:
    """Return whether the hour is in the quiet hours, which may cross midnight. Equal ends: never."""
    if quiet_from <= quiet_to:
        return quiet_from <= moment < quiet_to
    return moment >= quiet_from or moment < quiet_to


def next_moment(
    now: datetime, quiet_from: time, quiet_to: time, is_working_day: Callable[[date], bool]
) -> datetime:
    """Return the first instant from `now` on that is on a working day and outside the quiet hours (G78c).

    `now` and the result are aware, in the school's own time zone. After 120 days without a working day every
    day counts as one, so that nothing waits for ever.
    """
    moment = now
    for waited in range(LONGEST_WAIT + 2):
        is_late_enough = waited > LONGEST_WAIT or is_working_day(moment.date())
        if is_late_enough and not is_quiet(moment.time(), quiet_from, quiet_to):
            return moment
        if is_late_enough and (end := _end_of_quiet(moment, quiet_from, quiet_to)) is not None:
            return end
        moment = _at(moment, moment.date() + timedelta(1), time())
    return moment  # pragma: no cover - the last round of the loop returns


def _end_of_quiet(moment: datetime, quiet_from: time, quiet_to: time) -> datetime | None:
    """Return the end of the quiet hours around `moment`, if it is on the same day."""
    if quiet_from > quiet_to and moment.time() >= quiet_from:
        return None
    return _at(moment, moment.date(), quiet_to)


def _at(like: datetime, day: date, hour: time) -> datetime:
    """Return that hour of the day in the same zone; an hour skipped by the clocks becomes an hour later."""
    made = datetime.combine(day, hour, tzinfo=like.tzinfo)
    return made.astimezone(UTC).astimezone(like.tzinfo)
