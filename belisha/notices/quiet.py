"""When a mail may be sent: outside the school's quiet hours, and on its working days. Pure."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

LONGEST_WAIT = 120


def is_quiet(moment: time, quiet_from: time, quiet_to: time) -> bool:
    """Whether the hour lies in the quiet hours, which may go over midnight. Equal ends: none are quiet."""
    if quiet_from <= quiet_to:
        return quiet_from <= moment < quiet_to
    return moment >= quiet_from or moment < quiet_to


def next_moment(
    now: datetime, quiet_from: time, quiet_to: time, is_working_day: Callable[[date], bool]
) -> datetime:
    """The first instant from `now` on that is on a working day and outside the quiet hours.

    `now` is aware, in the school's own time zone; so is what comes back. Nothing is kept back for ever:
    after 120 days without a working day every day counts as one. (G78c: no messages out of hours.)
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
    """When the quiet hours that `moment` lies in end, if that is on the same day."""
    if quiet_from > quiet_to and moment.time() >= quiet_from:
        return None
    return _at(moment, moment.date(), quiet_to)


def _at(like: datetime, day: date, hour: time) -> datetime:
    """That hour of that day in the same zone; an hour that the clocks skip is taken an hour later."""
    made = datetime.combine(day, hour, tzinfo=like.tzinfo)
    return made.astimezone(UTC).astimezone(like.tzinfo)
