"""Opens what a source wants, changes what it wants differently, drops what it wants no longer."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from belisha.audit.actions import record
from belisha.duties.ladder import first_reminder_on, ladder_of, next_reminder_on
from belisha.duties.models import Duty
from belisha.duties.sources import Wanted
from belisha.notices.inserting import insert_new
from belisha.people.models import Membership

LEFT = "left the school"
FIELDS = ("title", "due_on", "person_id", "office", "clause", "cites", "link", "by_hand", "late_to")
# What every duty begins with.
NEW = {"how": "", "dropped_why": "", "reminded": 0}
BATCH = 500


@dataclass(frozen=True, slots=True)
class Opened:
    """Counts of what one source's duties at one school went through."""

    opened: int = 0
    changed: int = 0
    dropped: int = 0


# What is open, by key: the row's id, then its FIELDS.
Open = Mapping[str, tuple[Any, ...]]


def open_duties(school_id: int) -> dict[str, dict[str, tuple[Any, ...]]]:
    """Everything that is open at a school, by source and key. One query."""
    found: dict[str, dict[str, tuple[Any, ...]]] = {}
    rows = Duty.objects.filter(school=school_id).open().order_by()
    for source, key, *rest in rows.values_list("source", "key", "pk", *FIELDS):
        found.setdefault(source, {})[key] = tuple(rest)
    return found


def settle(
    *, school_id: int, source: str, why: str, wanted: Iterable[Wanted], now_open: Open, on: date
) -> Opened:
    """Make the open duties of a source those that it wants, in one transaction; done ones stay done.

    Running it again, or twice at once, changes nothing: a duty is opened once under its key. One that was
    dropped and is wanted again is open again, with the reminders that it has had.
    """
    by_key = {each.key: each for each in wanted}
    differing = [key for key in by_key.keys() & now_open.keys() if now_open[key][1:] != _values(by_key[key])]
    gone = [now_open[key] for key in now_open.keys() - by_key.keys()]
    missing = by_key.keys() - now_open.keys()
    if not (differing or gone or missing):
        return Opened()
    with transaction.atomic():
        known = dict(_known(school_id, missing))
        again = [key for key in missing if known.get(key)]
        fresh = [by_key[key] for key in by_key if key in missing and key not in known]
        _open(school_id, source, fresh, on)
        _change(school_id, [by_key[key] for key in (*differing, *again)], on)
        _drop(school_id, gone, why, on)
        counts = Opened(len(fresh) + len(again), len(differing), len(gone))
        if any((counts.opened, counts.changed, counts.dropped)):
            detail = {"opened": counts.opened, "changed": counts.changed, "dropped": counts.dropped}
            record(school_id=school_id, by=None, verb="swept duties", subject=source, detail=detail)
    return counts


def _values(wanted: Wanted) -> tuple[Any, ...]:
    """What the source says, in the order of FIELDS, as the database keeps it."""
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
    )


def _known(school_id: int, keys: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Those of the keys that there is a duty for already, and whether it was dropped."""
    listed = list(keys)
    for start in range(0, len(listed), BATCH):
        rows = Duty.objects.filter(school=school_id, key__in=listed[start : start + BATCH]).order_by()
        for key, dropped_at in rows.values_list("key", "dropped_at"):
            yield key, dropped_at is not None


def _open(school_id: int, source: str, wanted: Iterable[Wanted], on: date) -> None:
    ladder = ladder_of(source)
    rows = ((*_values(each), each.key, first_reminder_on(ladder, on, each.due_on)) for each in wanted)
    same = {"school": school_id, "source": source, "opened_on": on, "made_at": timezone.now(), **NEW}
    insert_new(Duty, (*FIELDS, "key", "remind_on"), rows, same=same)


def _change(school_id: int, wanted: Iterable[Wanted], on: date) -> None:
    by_key = {each.key: each for each in wanted}
    rows = Duty.objects.select_for_update().filter(school=school_id, key__in=list(by_key), done_at=None)
    changed = []
    for duty in rows:
        row = dict(zip(FIELDS, _values(by_key[duty.key]), strict=True))
        if row["due_on"] > duty.due_on:
            duty.reminded = min(duty.reminded, 1)
        for name, value in row.items():
            setattr(duty, name, value)
        duty.dropped_at, duty.dropped_why = None, ""
        duty.remind_on = next_reminder_on(
            ladder_of(duty.source), duty.opened_on, duty.due_on, duty.reminded, on
        )
        changed.append(duty)
    Duty.objects.bulk_update(
        changed, [*FIELDS, "reminded", "remind_on", "dropped_at", "dropped_why"], batch_size=BATCH
    )


def _drop(school_id: int, gone: Collection[tuple[Any, ...]], why: str, on: date) -> None:
    people = {row[1 + FIELDS.index("person_id")] for row in gone} - {None}
    here = Membership.objects.filter(school=school_id, user__in=people).on(on)
    staying = set(here.values_list("user_id", flat=True))
    left = {row[0] for row in gone if row[1 + FIELDS.index("person_id")] in people - staying}
    for ids, said in ((left, LEFT), ({row[0] for row in gone} - left, why)):
        listed = sorted(ids)
        for start in range(0, len(listed), BATCH):
            # The school is named so that PostgreSQL never walks the index of all that is open for a few rows.
            rows = Duty.objects.filter(school=school_id, pk__in=listed[start : start + BATCH]).open()
            rows.update(dropped_at=timezone.now(), dropped_why=said[:200])
