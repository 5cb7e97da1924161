"""Detect a wrong system clock. Pure."""

from datetime import date, datetime, timedelta

LONGEST_GAP = timedelta(days=45)
DOUBTED_FOR = timedelta(hours=24)


def is_a_jump(last: date | None, on: date) -> bool:
    """Return whether `on` lies before the last sweep, or so long after it that the clock may be wrong."""
    return last is not None and (on < last or on - last > LONGEST_GAP)


def is_believed(
    last: date | None, on: date, doubted_on: date | None, doubted_at: datetime | None, now: datetime
) -> bool:
    """Return whether a sweep on the day `on` may change anything.

    A clock that has jumped is trusted once it has been consistent for 24 hours. Until then nothing is opened,
    dropped or sent, so that a clock corrected on the same day does no harm.
    """
    if not is_a_jump(last, on):
        return True
    if doubted_on is None or doubted_at is None:
        return False
    has_kept = doubted_on <= on <= doubted_on + timedelta(days=2)
    return has_kept and doubted_at + DOUBTED_FOR <= now
