"""The sweep: opens what is due, drops what is not, and reminds. It can be run at any time, and twice.

Nothing here depends on having run before: what should be open follows from what the sources say of the day,
under keys that the database keeps unique. A sweep that is killed leaves whole steps behind it, and the next
one does the others.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from belisha.duties.clocks import is_a_jump, is_believed
from belisha.duties.models import Sweep
from belisha.duties.opening import open_duties, settle
from belisha.duties.reminding import remind
from belisha.duties.sources import sources
from belisha.notices.actions import forget_old_mail
from belisha.people.models import School
from belisha.rolls.actions import forget_old_imports

log = logging.getLogger(__name__)
AT_ONCE = 200


@dataclass(slots=True)
class Swept:
    """What a sweep did: counts. `failed` names the sources that could not say what is due, with the school.

    `doubted` counts schools that were left alone because the clock seems to have jumped.
    """

    schools: int = 0
    opened: int = 0
    changed: int = 0
    dropped: int = 0
    mails: int = 0
    doubted: int = 0
    failed: tuple[str, ...] = ()

    def add(self, other: "Swept") -> None:
        """Count another sweep in."""
        self.schools += other.schools
        self.opened += other.opened
        self.changed += other.changed
        self.dropped += other.dropped
        self.mails += other.mails
        self.doubted += other.doubted
        self.failed += other.failed


class Faults:
    """What went wrong in one sweep: told in full the first time, in a line for every other school."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def tell(self, what: str, school: School, error: Exception) -> None:
        """Log it."""
        log.error("%s: %s: %s", school.slug, what, type(error).__name__, exc_info=what not in self._told)
        self._told.add(what)


def sweep(
    on: date,
    now: datetime | None = None,
    *,
    is_sure: bool = False,
    goes_on: Callable[[], bool] = lambda: True,
) -> Swept:
    """Sweep every school, one after the other, as long as `goes_on` says so.

    `is_sure`: the clock is right, however it looks.
    """
    forget_old_imports(on)
    forget_old_mail(on)
    done, faults = Swept(), Faults()
    for school, last in _schools():
        if not goes_on():
            break
        try:
            done.add(_sweep(school, on, now or timezone.now(), last, is_sure=is_sure, faults=faults))
        except Exception as error:
            faults.tell("the sweep failed", school, error)
            done.add(Swept(failed=(school.slug,)))
    return done


def sweep_school(school: School, on: date, now: datetime | None = None, *, is_sure: bool = False) -> Swept:
    """Open, drop and remind at one school, as its sources say of the day `on`."""
    last = Sweep.objects.filter(school=school).first()
    return _sweep(school, on, now or timezone.now(), last, is_sure=is_sure, faults=Faults())


def _schools() -> Iterator[tuple[School, Sweep | None]]:
    """Every school with its last sweep, so many at a time."""
    after = 0
    while schools := list(School.objects.filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        swept = {row.school_id: row for row in Sweep.objects.filter(school__in=schools)}
        for school in schools:
            yield school, swept.get(school.pk)
        after = schools[-1].pk


def _sweep(
    school: School, on: date, now: datetime, last: Sweep | None, *, is_sure: bool, faults: Faults
) -> Swept:
    if not is_sure and last and not _is_believed(last, on, now):
        log.warning("the clock says %s, the last sweep of %s was on %s", on, school.slug, last.swept_on)
        return Swept(schools=1, doubted=1)
    done = Swept(schools=1)
    now_open = open_duties(school.pk)
    for name, registered in sources().items():
        try:
            wanted = list(registered.source(school, on))
        except Exception as error:
            # One part that fails must not keep the others' duties from being opened and reminded of.
            faults.tell(f"`{name}` could not say what is due", school, error)
            done.failed += (f"{name} at {school.slug}",)
            continue
        found = settle(
            school_id=school.pk,
            source=name,
            why=registered.why_dropped,
            wanted=wanted,
            now_open=now_open.get(name, {}),
            on=on,
        )
        done.opened += found.opened
        done.changed += found.changed
        done.dropped += found.dropped
    done.mails = remind(school, on, now)
    if last is None or last.swept_on != on or last.doubted_on:
        values = {"swept_on": on, "doubted_on": None, "doubted_at": None}
        Sweep.objects.update_or_create(school=school, defaults=values)
    return done


def _is_believed(last: Sweep, on: date, now: datetime) -> bool:
    """Whether to go by the clock; a first doubt is noted, so that it can be settled a day later."""
    if is_believed(last.swept_on, on, last.doubted_on, last.doubted_at, now):
        return True
    is_same_doubt = (
        last.doubted_on is not None
        and last.doubted_at is not None
        and last.doubted_at <= now
        and not is_a_jump(last.doubted_on, on)
    )
    if not is_same_doubt:
        Sweep.objects.filter(pk=last.pk).update(doubted_on=on, doubted_at=now)
    return False
