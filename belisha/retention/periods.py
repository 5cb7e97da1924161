"""How long a school keeps each kind of record, and which rows have been kept long enough."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Min, Q, QuerySet, Value
from django.utils import timezone

from belisha.base.holdings import Holding, holdings
from belisha.base.retention_schedule import RetentionKind, RetentionPeriod, RetentionTrigger, retention_kinds
from belisha.people.models import School
from belisha.retention.models import LegalHold, RetentionSetting

RED_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class KeptFor:
    """How long a school keeps a kind of record. `own` is its setting, None where the default holds."""

    kind: RetentionKind
    trigger: RetentionTrigger
    period: RetentionPeriod
    own: RetentionSetting | None = None

    def trigger_for(self, holding: Holding) -> str:
        """Return the trigger for a holding: the school's, or the first that the room can tell."""
        return self.trigger if self.trigger in holding.triggers else next(iter(holding.triggers))


@dataclass(frozen=True, slots=True)
class DueRows:
    """What is due for disposal in one holding: how many rows, the latest day that counts, the oldest."""

    holding: Holding
    kept: KeptFor
    count: int
    until: date
    oldest_due_on: date | None

    def is_red(self, on: date) -> bool:
        """Return whether something has been due for more than a year."""
        return self.oldest_due_on is not None and self.oldest_due_on + RED_AFTER < on


def kept_for(school: School) -> Mapping[str, KeptFor]:
    """Return how long the school keeps each kind of record, by kind. One query."""
    own: dict[str, RetentionSetting] = {}
    for each in RetentionSetting.objects.filter(school=school).order_by("set_at", "pk"):
        own[each.kind] = each
    return {key: _kept(kind, own.get(key)) for key, kind in retention_kinds().items()}


def _kept(kind: RetentionKind, own: RetentionSetting | None) -> KeptFor:
    if own is None:
        return KeptFor(kind, kind.trigger, kind.period)
    return KeptFor(kind, RetentionTrigger(own.trigger), own.period, own)


def rows_with_trigger(school: School, holding: Holding, kept: KeptFor) -> QuerySet[Any]:
    """Return the rows of a holding at the school, each with `triggered_on`."""
    rows = holding.model._default_manager.filter(school=school)  # noqa: SLF001
    found: QuerySet[Any] = rows.annotate(triggered_on=holding.triggers[kept.trigger_for(holding)])
    return found


def due_rows(
    school: School, holding: Holding, kept: KeptFor, on: date, holds: Iterable[LegalHold] | None = None
) -> QuerySet[Any]:
    """Return the rows that have been kept long enough by `on` and that no legal hold keeps.

    `holds` are the school's open legal holds, for whoever asks about many holdings; they are read if missing.
    """
    rows = rows_with_trigger(school, holding, kept)
    before = kept.period.before(on) + timedelta(days=1)
    limit: Any = before
    if _is_instant(rows):
        limit = timezone.make_aware(datetime.combine(before, time()))
    held = on_hold(school, holding, holds)
    return rows.filter(triggered_on__lt=limit).exclude(held).order_by("pk")


def open_holds(school: School) -> list[LegalHold]:
    """Return the school's legal holds that nobody has lifted."""
    return list(LegalHold.objects.filter(school=school, lifted_at__isnull=True))


def on_hold(school: School, holding: Holding, holds: Iterable[LegalHold] | None = None) -> Q:
    """Return the condition for rows that a legal hold keeps."""
    found, rows = Q(pk__in=[]), holding.model._default_manager  # noqa: SLF001
    for hold in open_holds(school) if holds is None else holds:
        if hold.holding not in ("", holding.key):
            continue
        if hold.person_id is not None:
            if holding.about is not None:
                found |= Q(pk__in=rows.filter(holding.about(hold.person_id)).values("pk"))
        else:
            found |= Q(pk=hold.row) if hold.row is not None else Q(pk__gt=0)
    return found


def disposable() -> Mapping[str, Holding]:
    """Return the holdings that disposal empties, by key."""
    return {key: each for key, each in holdings().items() if each.triggers}


def due_at(school: School, on: date) -> list[DueRows]:
    """Return what is due for disposal at the school, by holding; those with nothing are left out.

    Every sweep of a school asks this. So all holdings are asked in one query for those that count from a day
    and one for those that count from an instant, which a database does not put into one column.
    """
    kept, holds = kept_for(school), open_holds(school)
    asked: dict[bool, list[QuerySet[Any, Any]]] = {True: [], False: []}
    for key, holding in disposable().items():
        rows = due_rows(school, holding, kept[holding.kind], on, holds)
        told = (
            rows.order_by()
            .values(of_holding=Value(key))
            .annotate(rows_due=Count("pk"), oldest=Min("triggered_on"))
        )
        asked[_is_instant(rows)].append(told.values_list("of_holding", "rows_due", "oldest"))
    found = {
        key: _due(disposable()[key], kept, count, oldest, on)
        for (first, *others) in filter(None, asked.values())
        for key, count, oldest in first.union(*others, all=True)
        if count
    }
    return [found[key] for key in disposable() if key in found]


def _due(
    holding: Holding, kept: Mapping[str, KeptFor], count: int, oldest: date | datetime | None, on: date
) -> DueRows:
    mine, day = kept[holding.kind], _day(oldest)
    return DueRows(holding, mine, count, mine.period.before(on), mine.period.after(day) if day else None)


def _is_instant(rows: QuerySet[Any]) -> bool:
    return isinstance(rows.query.annotations["triggered_on"].output_field, DateTimeField)


def _day(value: date | datetime | None) -> date | None:
    return timezone.localdate(value) if isinstance(value, datetime) else value
