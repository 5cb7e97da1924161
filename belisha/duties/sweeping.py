"""The sweep opens what is due, drops what is not, and sends reminders. It can run at any time, and twice.

Nothing here depends on an earlier run: what should be open follows from what the sources say of the day,
under keys that the database keeps unique. A sweep that is killed leaves whole steps behind, and the next one
does the rest.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import DatabaseError
from django.utils import timezone

from belisha.base.among import Among
from belisha.duties.clock_guard import is_a_jump, is_believed
from belisha.duties.models import Sweep, SweepRequest
from belisha.duties.reconciliation import open_duties, reconcile
from belisha.duties.reminders.write import remind, schools_with_reminders
from belisha.duties.sources import DutySources, duty_sources
from belisha.duties.sweep_tasks import run_each, run_sweep_tasks
from belisha.imports.actions import forget_old_imports
from belisha.outbox.actions import forget_old_mail
from belisha.outbox.bulk_insert import insert_new
from belisha.people.accounts.sessions import forget_expired_sessions
from belisha.people.models import School

log = logging.getLogger(__name__)
SCHOOLS_AT_A_TIME = 200
ALL_OF_IT = "everything"  # the fault of a school whose sweep broke off


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of some schools before they are swept, by school id.

    `last` is the last sweep, `requests` are the ids of the requests to sweep, and `come_up` has the schools
    where a reminder has come up.
    """

    last: Mapping[int, Sweep]
    requests: Mapping[int, list[int]]
    come_up: Collection[int]


@dataclass(slots=True)
class SweepCounts:
    """What a sweep did, as counts. `failed` names the sources that failed, with the school, and
    `failed_tasks` the tasks of the whole site among them.

    `doubted` counts schools left alone because the clock seems to have jumped.
    """

    schools: int = 0
    opened: int = 0
    changed: int = 0
    dropped: int = 0
    missed: int = 0
    mails: int = 0
    doubted: int = 0
    failed: tuple[str, ...] = ()
    failed_tasks: tuple[str, ...] = ()
    failed_sources: tuple[str, ...] = ()

    def add(self, other: "SweepCounts") -> None:
        """Add the counts of another sweep."""
        self.schools += other.schools
        self.opened += other.opened
        self.changed += other.changed
        self.dropped += other.dropped
        self.missed += other.missed
        self.mails += other.mails
        self.doubted += other.doubted
        self.failed += other.failed


class SourceErrors:
    """Log the errors of one sweep: the first of each kind with its traceback, the others in a line."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def log(self, what: str, school: School, error: Exception) -> None:
        """Log that `what` failed at a school."""
        log.error("%s: %s: %s", school.slug, what, type(error).__name__, exc_info=what not in self._told)
        self._told.add(what)


def sweep(
    on: date,
    now: datetime | None = None,
    *,
    is_sure: bool = False,
    should_continue: Callable[[], bool] = lambda: True,
    sources: DutySources | None = None,
) -> SweepCounts:
    """Sweep every school in turn while `should_continue` returns true, and return the counts.

    `is_sure` trusts the clock even if it seems to have jumped. `sources` are those of every room by default.
    """
    old: dict[str, Callable[[], object]] = {
        "old imports": lambda: forget_old_imports(on),
        "old mail": lambda: forget_old_mail(on),
        "old sessions": forget_expired_sessions,
    }
    failed = (*run_each(old)[1], *run_sweep_tasks(on, should_continue))
    counts = _sweep_each(
        _schools(),
        on,
        now,
        is_sure=is_sure,
        should_continue=should_continue,
        sources=duty_sources() if sources is None else sources,
    )
    counts.failed += failed
    counts.failed_tasks = failed
    return counts


def sweep_requested(
    on: date, now: datetime | None = None, should_continue: Callable[[], bool] = lambda: True
) -> SweepCounts:
    """Sweep the schools for which a sweep was requested, and return the counts. One query where none was."""
    requested = SweepRequest.objects.order_by().values_list("school", flat=True).distinct()
    schools = list(School.objects.filter(pk__in=list(requested), moved_at=None).order_by("pk"))
    return _sweep_each(
        [schools] if schools else [],
        on,
        now,
        is_sure=False,
        should_continue=should_continue,
        sources=duty_sources(),
    )


def _sweep_each(
    groups: Iterable[list[School]],
    on: date,
    now: datetime | None,
    *,
    is_sure: bool,
    should_continue: Callable[[], bool],
    sources: DutySources,
) -> SweepCounts:
    done, errors = SweepCounts(), SourceErrors()
    for schools in groups:
        before = _before(schools, on)
        swept: list[int] = []
        failed: dict[int, tuple[str, ...]] = {}
        try:
            for school in schools:
                if not should_continue():
                    return done
                try:
                    moment = now or timezone.now()
                    found = _sweep(
                        school, on, moment, before, is_sure=is_sure, errors=errors, sources=sources
                    )
                    done.add(found)
                    if not found.doubted:
                        swept.append(school.pk)
                        failed[school.pk] = found.failed_sources
                except Exception as error:
                    errors.log("the sweep failed", school, error)
                    done.add(SweepCounts(failed=(school.slug,)))
                    failed[school.pk] = (ALL_OF_IT,)
        finally:
            _save_sweeps(swept, before, on)
            _save_faults(failed, before, on)
    return done


def sweep_school(
    school: School,
    on: date,
    now: datetime | None = None,
    *,
    is_sure: bool = False,
    sources: DutySources | None = None,
) -> SweepCounts:
    """Open, drop and remind at one school for the day `on`, and return the counts."""
    before = _before([school], on)
    found = _sweep(
        school,
        on,
        now or timezone.now(),
        before,
        is_sure=is_sure,
        errors=SourceErrors(),
        sources=duty_sources() if sources is None else sources,
    )
    if not found.doubted:
        _save_sweeps([school.pk], before, on)
    return found


def _schools() -> Iterator[list[School]]:
    """Yield every school that is still here, some at a time."""
    after, here = 0, School.objects.filter(moved_at=None).order_by("pk")
    while schools := list(here.filter(pk__gt=after)[:SCHOOLS_AT_A_TIME]):
        yield schools
        after = schools[-1].pk


def _before(schools: Collection[School], on: date) -> Before:
    """Return what is known of some schools before their sweeps. A few queries for all of them."""
    ids = [school.pk for school in schools]
    requests: dict[int, list[int]] = {}
    rows = SweepRequest.objects.filter(Among("school_id", ids)).order_by()
    for school, request in rows.values_list("school_id", "pk"):
        requests.setdefault(school, []).append(request)
    return Before(
        last={row.school_id: row for row in Sweep.objects.filter(Among("school_id", ids))},
        requests=requests,
        come_up=schools_with_reminders(ids, on),
    )


def _sweep(
    school: School,
    on: date,
    now: datetime,
    before: Before,
    *,
    is_sure: bool,
    errors: SourceErrors,
    sources: DutySources,
) -> SweepCounts:
    last = before.last.get(school.pk)
    # One that comes during the sweep stays, for another sweep. If this one is killed, the next round over all
    # schools makes up for it.
    if requests := before.requests.get(school.pk):
        SweepRequest.objects.filter(pk__in=requests).delete()
    if not is_sure and last and not _is_believed(last, on, now):
        log.warning("the clock says %s, the last sweep of %s was on %s", on, school.slug, last.swept_on)
        return SweepCounts(schools=1, doubted=1)
    done = _reconcile_all(school, on, errors, sources)
    if school.pk in before.come_up or done.opened or done.changed or done.missed:
        done.mails = remind(school, on, now)
    return done


def _reconcile_all(school: School, on: date, errors: SourceErrors, sources: DutySources) -> SweepCounts:
    """Reconcile the duties of every source at a school, and return the counts."""
    done = SweepCounts(schools=1)
    now_open = open_duties(school.pk)
    for name, registered in sources.items():
        try:
            wanted = list(registered.source(school, on))
        except Exception as error:
            # A source that fails must not keep the duties of the others from being opened.
            errors.log(f"`{name}` could not say what is due", school, error)
            done.failed += (f"{name} at {school.slug}",)
            done.failed_sources += (name,)
            continue
        found = reconcile(
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
        done.missed += found.missed
    return done


def _save_sweeps(schools: Iterable[int], before: Before, on: date) -> None:
    """Save that these schools were swept: where a sweep is killed before, the next finds nothing to do."""
    told = {"swept_on": on, "doubted_on": None, "doubted_at": None}
    rows = [
        (school,)
        for school in schools
        if (last := before.last.get(school)) is None or last.swept_on != on or last.doubted_on
    ]
    if rows:
        insert_new(
            Sweep, ("school",), rows, same={**told, "faults": "{}"}, unique=("school",), replaced=tuple(told)
        )


def _save_faults(failed: Mapping[int, tuple[str, ...]], before: Before, on: date) -> None:
    """Save what failed at each school, with the day since which it does, where that has changed."""
    for school, names in failed.items():
        last = before.last.get(school)
        known = last.faults if last else {}
        now = {name: known.get(name, on.isoformat()) for name in names}
        if now == known:
            continue
        try:
            Sweep.objects.update_or_create(school_id=school, defaults={"faults": now})
        except DatabaseError:
            log.exception("what failed at school %s could not be kept", school)


def sweep_source(school: School, name: str, on: date) -> None:
    """Reconcile the duties of one source at a school, without reminders and only if the clock is trusted."""
    last = Sweep.objects.filter(school=school).first()
    if last and is_a_jump(last.swept_on, on):
        return
    source = duty_sources()[name]
    reconcile(
        school_id=school.pk,
        source=name,
        why=source.why_dropped,
        wanted=source.source(school, on),
        now_open=open_duties(school.pk, name).get(name, {}),
        on=on,
    )


def _is_believed(last: Sweep, on: date, now: datetime) -> bool:
    """Return whether to trust the clock. A first doubt is saved, so that it can be resolved a day later."""
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
