"""Whether the clock is to be believed. Pure."""

from datetime import date, datetime, timedelta

LONGEST_GAP = timedelta(days=45)
DOUBTED_FOR = timedelta(hours=24)


def is_a_jump(last: date | None, on: date) -> bool:
    """Whether `on` is before the day of the last sweep, or so long after it that the clock may be wrong."""
    return last is not None and (on < last or on - last > LONGEST_GAP)


def is_believed(
    last: date | None, on: date, doubted_on: date | None, doubted_at: datetime | None, now: datetime
) -> bool:
    """Whether a sweep on the day `on` may do anything.

    A clock that has jumped is believed when it has kept to its word for 24 hours: until then nothing is
    opened, dropped or sent, so that a clock that is put right the same day does no harm.
    """
    if not is_a_jump(last, on):
        return True
    if doubted_on is None or doubted_at is None:
        return False
    has_kept = doubted_on <= on <= doubted_on + timedelta(days=2)
    return has_kept and doubted_at + DOUBTED_FOR <= now
