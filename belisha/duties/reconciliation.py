"""Reconcile open duties with what their source asks for: open, change or drop."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from belisha.audit.actions import record
from belisha.base.among import Among
from belisha.base.stored_rows import stored_rows
from belisha.duties.models import Duty
from belisha.duties.record import DutyEvent
from belisha.duties.reminders.escalation import first_reminder_on, ladder_of, next_reminder_on
from belisha.duties.sources import DutySpec
from belisha.outbox.bulk_insert import insert_new
from belisha.people.models import Membership

LEFT = "left the school"
MISSED = "its period ended before it was done"
FIELDS = (
    "title",
    "due_on",
    "person_id",
    "office",
    "clause",
    "cites",
    "link",
    "by_hand",
    "late_to",
    "period_from",
    "period_to",
    "is_confidential",
)
NO_PERIOD: tuple[None, None] = (None, None)
# What every new duty starts with.
NEW = {"how": "", "dropped_why": "", "reminded": 0, "sequence": 0, "is_missed": False}
BATCH = 500
# Between two periods of one duty lies at most a summer.
BETWEEN_PERIODS = timedelta(days=70)


@dataclass(frozen=True, slots=True)
class ReconcileCounts:
    """How many duties of one source were opened, changed, dropped and missed."""

    opened: int = 0
    changed: int = 0
    dropped: int = 0
    missed: int = 0


# A row of an open duty: its id, then its FIELDS.
OpenRow = tuple[Any, ...]
# Open duties by key.
OpenRows = Mapping[str, OpenRow]
# Who owes what, whatever the period: clause, person, office.
Subject = tuple[str, int | None, str]


def open_duties(school_id: int, of_source: str = "") -> dict[str, dict[str, OpenRow]]:
    """Return everything open at a school, or of one source there, by source and key. One query."""
    found: dict[str, dict[str, OpenRow]] = {}
    rows = Duty.objects.filter(school=school_id, **({"source": of_source} if of_source else {}))
    for row in stored_rows(rows.open().order_by().values_list("source", "key", "pk", *FIELDS)):
        found.setdefault(row[0], {})[row[1]] = row[2:]
    return found


def reconcile(
    *, school_id: int, source: str, why: str, wanted: Iterable[DutySpec], now_open: OpenRows, on: date
) -> ReconcileCounts:
    """Make the open duties of a source those that it asks for, in one transaction, and return the counts.

    Done duties stay done. Running it again, or twice at once, changes nothing: a duty is opened once under
    its key. A dropped duty that is asked for again reopens, with the reminders that it has had. A duty for a
    period that has ended is missed. One whose period only moved keeps its row under the new key.
    """
    by_key = {each.key: each for each in wanted}
    differing = [
        key for key, each in by_key.items() if key in now_open and now_open[key][1:] != _values(each)
    ]
    gone = {key: now_open[key] for key in now_open.keys() - by_key.keys()}
    missing = by_key.keys() - now_open.keys()
    if not (differing or gone or missing):
        return ReconcileCounts()
    with transaction.atomic():
        known = dict(_known(school_id, missing))
        fresh = [by_key[key] for key in by_key if key in missing and key not in known]
        moved = _move(school_id, gone, fresh, on)
        here = _staying(school_id, {_at(row, "person_id") for row in gone.values()} - {None}, on)
        ended, dropped = _ended(gone.values(), here, on)
        _miss(school_id, ended, on)
        _drop(school_id, dropped, why, here)
        fresh = _not_done_in_period(school_id, source, [each for each in fresh if each.key not in moved])
        again = [key for key in missing if known.get(key)]
        _open(school_id, source, fresh, on)
        _change(school_id, [by_key[key] for key in (*differing, *again, *moved)], on)
        counts = ReconcileCounts(
            len(fresh) + len(again), len(differing) + len(moved), len(dropped), len(ended)
        )
        if counts != ReconcileCounts():
            detail = {
                "opened": counts.opened,
                "changed": counts.changed,
                "dropped": counts.dropped,
                "missed": counts.missed,
            }
            record(
                school_id=school_id,
                by=None,
                verb=DutyEvent.SWEPT_DUTIES,
                subject=source,
                detail=detail,
                is_confidential=any(each.is_confidential for each in by_key.values())
                or any(_at(row, "is_confidential") for row in now_open.values()),
            )
    return counts


def _values(wanted: DutySpec) -> tuple[Any, ...]:
    """Return the values in the order of FIELDS, as the database gives them."""
    first, last = wanted.period or NO_PERIOD
    return (
        wanted.title[:200],
        wanted.due_on,
        wanted.person_id,
        wanted.office,
        wanted.clause,
        wanted.cites[:60],
        wanted.link,
        wanted.by_hand or not wanted.link,
        wanted.late_to,
        first,
        last,
        wanted.is_confidential,
    )


def _at(row: OpenRow, field: str) -> Any:
    return row[1 + FIELDS.index(field)]


def _known(school_id: int, keys: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Yield each key that has a duty already, and whether that can reopen: it was dropped and not missed."""
    if not keys:
        return
    rows = Duty.objects.filter(Among("key", keys), school=school_id).order_by()
    for key, dropped_at, is_missed in stored_rows(rows.values_list("key", "dropped_at", "is_missed")):
        yield key, dropped_at is not None and not is_missed


def _move(school_id: int, gone: dict[str, OpenRow], fresh: Iterable[DutySpec], on: date) -> set[str]:
    """Give open duties whose period moved the key of the new period, and return those keys.

    It takes them out of `gone`. So a term that is entered late neither drops nor opens anything.
    """
    by_subject: dict[Subject, str] = {
        (_at(row, "clause"), _at(row, "person_id"), _at(row, "office")): key
        for key, row in gone.items()
        if _at(row, "period_to") is not None and _at(row, "period_to") >= on
    }
    moved = set()
    for each in fresh:
        old = by_subject.pop(_subject(each), None) if each.period else None
        if old is not None:
            Duty.objects.filter(pk=gone.pop(old)[0], school=school_id).update(key=each.key)
            moved.add(each.key)
    return moved


def _not_done_in_period(school_id: int, source: str, fresh: list[DutySpec]) -> list[DutySpec]:
    """Return those that were not done in their period already under another key: done is done."""
    starts = [each.period[0] for each in fresh if each.period]
    if not starts:
        return fresh
    rows = Duty.objects.filter(school=school_id, source=source, done_at__date__gte=min(starts)).order_by()
    done: dict[Subject, date] = {}
    for clause, person, office, done_at in rows.values_list("clause", "person_id", "office", "done_at"):
        day = timezone.localdate(done_at)
        done[clause, person, office] = max(day, done.get((clause, person, office), day))
    return [
        each for each in fresh if each.period is None or done.get(_subject(each), date.min) < each.period[0]
    ]


def _subject(wanted: DutySpec) -> Subject:
    return wanted.clause, wanted.person_id, wanted.office


def _open(school_id: int, source: str, wanted: Sequence[DutySpec], on: date) -> None:
    if not wanted:
        return
    ladder, now = ladder_of(source), timezone.now()
    missed = _missed_before(school_id, source, wanted)
    first = cache(partial(first_reminder_on, ladder, on))
    rows = ((*_values(each), each.key, first(each.due_on), _subject(each) in missed) for each in wanted)
    same = {"school": school_id, "source": source, "opened_on": on, "made_at": now, "changed_at": now, **NEW}
    insert_new(Duty, (*FIELDS, "key", "remind_on", "missed_before"), rows, same=same)


def _missed_before(school_id: int, source: str, wanted: Iterable[DutySpec]) -> set[Subject]:
    """Return who missed what in the period just before one of these."""
    starts = [each.period[0] for each in wanted if each.period]
    if not starts:
        return set()
    rows = Duty.objects.missed().filter(school=school_id, source=source)
    rows = rows.filter(period_to__gte=min(starts) - BETWEEN_PERIODS).order_by()
    return set(rows.values_list("clause", "person_id", "office"))


def _change(school_id: int, wanted: Iterable[DutySpec], on: date) -> None:
    by_key = {each.key: each for each in wanted}
    if not by_key:
        return
    rows = Duty.objects.select_for_update().filter(Among("key", by_key), school=school_id, done_at=None)
    changed = []
    for duty in rows:
        row = dict(zip(FIELDS, _values(by_key[duty.key]), strict=True))
        if row["due_on"] > duty.due_on:
            duty.reminded = min(duty.reminded, 1)
        for name, value in row.items():
            setattr(duty, name, value)
        duty.dropped_at, duty.dropped_why = None, ""
        duty.sequence, duty.changed_at = duty.sequence + 1, timezone.now()
        duty.remind_on = next_reminder_on(
            ladder_of(duty.source), duty.opened_on, duty.due_on, duty.reminded, on
        )
        changed.append(duty)
    saved = (*FIELDS, "reminded", "remind_on", "dropped_at", "dropped_why", "sequence", "changed_at")
    Duty.objects.bulk_update(changed, saved, batch_size=BATCH)


def _ended(gone: Iterable[OpenRow], here: Collection[int], on: date) -> tuple[list[OpenRow], list[OpenRow]]:
    """Divide what is no longer asked for: what was missed, and what is dropped.

    Missed is what was for a period that has ended, of an office or of somebody who is still `here`.
    """
    ended: list[OpenRow] = []
    dropped: list[OpenRow] = []
    for row in gone:
        period_to, person = _at(row, "period_to"), _at(row, "person_id")
        is_over = period_to is not None and period_to < on
        (ended if is_over and (person is None or person in here) else dropped).append(row)
    return ended, dropped


def _staying(school_id: int, people: Collection[int], on: date) -> set[int]:
    """Return those of the people who are at the school on the day, or will be again."""
    if not people:
        return set()
    rows = Membership.objects.filter(Among("user_id", people), school=school_id).exclude(to_on__lt=on)
    return set(rows.values_list("user_id", flat=True))


def _miss(school_id: int, ended: Collection[OpenRow], on: date) -> None:
    """Close duties as missed. The next reminders tell the line manager and whoever hears of what is late."""
    _close(school_id, {row[0] for row in ended}, MISSED, is_missed=True, remind_on=on)


def _drop(school_id: int, gone: Collection[OpenRow], why: str, here: Collection[int]) -> None:
    """Drop duties: of people who are not `here` because they left, of others because of `why`."""
    staying = {None, *here}
    leavers = {row[0] for row in gone if _at(row, "person_id") not in staying}
    _close(school_id, leavers, LEFT)
    _close(school_id, {row[0] for row in gone} - leavers, why)


def _close(school_id: int, ids: Collection[int], why: str, **more: Any) -> None:
    if not ids:
        return
    now = timezone.now()
    # Naming the school keeps PostgreSQL from scanning the index of all open duties for a few rows.
    rows = Duty.objects.filter(Among("id", sorted(ids)), school=school_id).open()
    rows.update(dropped_at=now, dropped_why=why[:200], changed_at=now, sequence=F("sequence") + 1, **more)
