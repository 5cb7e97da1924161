"""Disposal: prepare, approve by another, destroy in batches, certify."""

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.certificates import ALGORITHM, canonical
from belisha.base.clock import today
from belisha.base.holdings import Holding, holdings
from belisha.base.seals import seal
from belisha.duties.triggers import request_sweep
from belisha.people.models import School
from belisha.retention.models import Disposal, DisposalItem, DisposalStub
from belisha.retention.periods import disposable, due_rows, kept_for, rows_with_trigger
from belisha.retention.permissions import can_approve_disposal, can_keep_data_protection
from belisha.retention.record import RetentionEvent
from belisha.retention.states import DISPOSAL_LIFE, UNFINISHED, DisposalState

logger = logging.getLogger(__name__)
BATCH = 500
# A disposal up to this size is done while its approver waits; a larger one by the next sweep.
AT_ONCE = 500
KIND = "belisha destruction 1"
BACKUPS = (
    "Backups made before this day still hold what was destroyed, until they are deleted. After "
    "restoring one, "
    "prepare and approve this disposal again."
)


class DisposalError(Exception):
    """It cannot be done now. The sentence says why."""


@transaction.atomic
def prepare_disposal(*, by: Actor, school: School, key: str) -> Disposal:
    """Save which rows of a holding are due today, for somebody else to approve.

    Raise PermissionDenied, or DisposalError if nothing is due or a disposal of it is open.
    """
    can_keep_data_protection.check(by, school)
    holding = disposable().get(key)
    if holding is None:
        raise DisposalError(f"There is nothing called `{key}` to dispose of. Choose it from the list.")
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    if Disposal.objects.filter(school=school, holding=key, state__in=UNFINISHED).exists():
        raise DisposalError("A disposal of this is open. Finish or cancel it first.")
    kept = kept_for(school)[holding.kind]
    ids = list(due_rows(school, holding, kept, today()).values_list("pk", flat=True))
    if not ids:
        raise DisposalError("Nothing of this has been kept long enough yet.")
    made: Disposal = Disposal.objects.create(
        school=school,
        holding=key,
        kind=holding.kind,
        trigger=kept.trigger_for(holding),
        period=str(kept.period),
        until=kept.period.before(today()),
        total=len(ids),
        prepared_by_id=by.user_id or 0,
    )
    rows = (DisposalItem(school=school, disposal=made, row=each) for each in ids)
    DisposalItem.objects.bulk_create(rows, batch_size=2000)
    _tell(by.user_id, made, RetentionEvent.PREPARED_DISPOSAL)
    request_sweep(school, at_once="retention")
    return made


def approve_disposal(*, by: Actor, disposal: Disposal) -> Disposal:
    """Approve a disposal, and carry out a small one. Raise PermissionDenied or DisposalError.

    Where the database then takes no more (a full disk), it stays approved, and the sweep carries on.
    """
    with transaction.atomic():
        can_approve_disposal.check(by, disposal)
        locked = _move(disposal, "be approved")
        locked.decided_by_id, locked.decided_at = by.user_id, timezone.now()
        locked.save(update_fields=["state", "decided_by", "decided_at"])
        _tell(by.user_id, locked, RetentionEvent.APPROVED_DISPOSAL)
        request_sweep(locked.school, at_once="retention")
    if locked.total > AT_ONCE:
        return locked
    try:
        return destroy(locked)
    except DatabaseError:
        logger.exception("disposal %s is approved, and could not be carried out yet", locked.pk)
        return locked


@transaction.atomic
def cancel_disposal(*, by: Actor, disposal: Disposal) -> Disposal:
    """Cancel a disposal; what was destroyed already stays so. Raise PermissionDenied or DisposalError."""
    can_keep_data_protection.check(by, disposal.school)
    locked = _move(disposal, "be cancelled")
    locked.decided_by_id, locked.decided_at = by.user_id, timezone.now()
    locked.save(update_fields=["state", "decided_by", "decided_at"])
    _tell(by.user_id, locked, RetentionEvent.CANCELLED_DISPOSAL)
    request_sweep(locked.school, at_once="retention")
    return locked


def carry_on(should_continue: Callable[[], bool] = lambda: True) -> int:
    """Carry on with every approved disposal, also one that was killed, and return how many are complete."""
    done = 0
    for disposal in Disposal.objects.filter(state=DisposalState.APPROVED).order_by("pk"):
        if not should_continue():
            break
        done += destroy(disposal, should_continue).state == DisposalState.DESTROYED
    return done


def destroy(disposal: Disposal, should_continue: Callable[[], bool] = lambda: True) -> Disposal:
    """Destroy the rows of an approved disposal, a batch in a transaction, and certify it at the end.

    It can be stopped or killed between two batches, and is taken up by the next call. A row that is no longer
    due is spared: a legal hold was placed, or the matter was opened again.
    """
    _overwrite_deleted()
    while should_continue():
        with transaction.atomic():
            locked: Disposal = Disposal.objects.select_for_update().get(pk=disposal.pk)
            if locked.state != DisposalState.APPROVED:
                return locked
            items = list(locked.items.filter(is_done=False).order_by("row")[:BATCH])
            if not items:
                return _certify(locked)
            _destroy_batch(locked, items)
    return disposal


def _destroy_batch(disposal: Disposal, items: Sequence[DisposalItem]) -> None:
    holding = holdings()[disposal.holding]
    kept = kept_for(disposal.school)[holding.kind]
    day = timezone.localdate(disposal.prepared_at)
    wanted = [each.row for each in items]
    rows = list(due_rows(disposal.school, holding, kept, max(day, today())).filter(pk__in=wanted))
    _count_stubs(disposal, holding, rows)
    holding.dispose(rows)
    gone = {row.pk for row in rows} | _absent(disposal.school, holding, kept, wanted)
    ids = [each.pk for each in items]
    DisposalItem.objects.filter(pk__in=ids).update(is_done=True)
    spared = [each.pk for each in items if each.row not in gone]
    DisposalItem.objects.filter(pk__in=spared).update(is_spared=True)
    Disposal.objects.filter(pk=disposal.pk).update(
        destroyed=F("destroyed") + len(items) - len(spared), spared=F("spared") + len(spared)
    )


def _absent(school: School, holding: Holding, kept: Any, wanted: Iterable[int]) -> set[int]:
    """Return those that are no longer there: destroyed together with another row."""
    wanted = set(wanted)
    there = rows_with_trigger(school, holding, kept).filter(pk__in=wanted).values_list("pk", flat=True)
    return wanted - set(there)


def _count_stubs(disposal: Disposal, holding: Holding, rows: Sequence[Any]) -> None:
    """Count the rows by year and facets, in stubs that are about nobody."""
    found: Counter[tuple[int, str]] = Counter()
    for row in rows:
        value: date | datetime = row.triggered_on
        facets = canonical(dict(holding.stub(row))).decode()
        found[(value.year, facets)] += 1
    for (year, facets), count in found.items():
        stub, _ = DisposalStub.objects.get_or_create(
            school=disposal.school,
            holding=holding.key,
            year=year,
            facets_hash=hashlib.sha256(facets.encode()).hexdigest(),
            defaults={"facets": json.loads(facets)},
        )
        DisposalStub.objects.filter(pk=stub.pk).update(count=F("count") + count)


def _certify(disposal: Disposal) -> Disposal:
    """Seal the certificate of a disposal whose rows are all done."""
    disposal.state, disposal.finished_at = DisposalState.DESTROYED, timezone.now()
    statement = _statement(disposal)
    sealed = seal(statement)
    held = {
        "kind": KIND,
        "statement": statement,
        "sha256": sealed.sha256,
        "algorithm": ALGORITHM,
        "signature": sealed.signature,
        "public_key": sealed.public_key,
    }
    disposal.certificate = json.dumps(held, indent=2, ensure_ascii=False) + "\n"
    disposal.save(update_fields=["state", "finished_at", "certificate"])
    detail = {"destroyed": disposal.destroyed, "spared": disposal.spared, "sha256": sealed.sha256}
    _tell(None, disposal, RetentionEvent.DESTROYED_RECORDS, detail)
    request_sweep(disposal.school, at_once="retention")
    return disposal


def _statement(disposal: Disposal) -> dict[str, Any]:
    ids = disposal.items.filter(is_spared=False).order_by("row").values_list("row", flat=True)
    digest = hashlib.sha256()
    for each in ids.iterator(chunk_size=5000):
        digest.update(f"{each}\n".encode())
    assert disposal.decided_at is not None
    assert disposal.finished_at is not None
    return {
        "school": {"slug": disposal.school.slug, "name": disposal.school.name},
        "disposal": disposal.pk,
        "records": holdings()[disposal.holding].title,
        "kept for": f"{disposal.period} from {disposal.trigger}",
        "due until": disposal.until.isoformat(),
        "prepared": {"by": disposal.prepared_by_id, "at": disposal.prepared_at.isoformat()},
        "approved": {"by": disposal.decided_by_id, "at": disposal.decided_at.isoformat()},
        "finished at": disposal.finished_at.isoformat(),
        "destroyed": disposal.destroyed,
        "spared": disposal.spared,
        "sha256 of the ids destroyed": digest.hexdigest(),
        "database": _database_note(),
        "backups": BACKUPS,
    }


def _overwrite_deleted() -> None:
    """On SQLite, let deleted rows be overwritten with zeros in the file."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _database_note() -> str:
    if connection.vendor == "sqlite":
        return "Deleted rows were overwritten in the database file (secure_delete)."
    return (
        "Deleted rows are freed by PostgreSQL’s VACUUM, which runs by itself; its log keeps them "
        "until it is recycled."
    )


def _move(disposal: Disposal, verb: str) -> Disposal:
    locked: Disposal = Disposal.objects.select_for_update().get(pk=disposal.pk)
    refusal = DISPOSAL_LIFE.refusal(verb, locked.state)
    if refusal:
        raise DisposalError(refusal)
    locked.state = DISPOSAL_LIFE.move(verb).target
    return locked


def _tell(by: int | None, disposal: Disposal, verb: Verb, detail: dict[str, Any] | None = None) -> None:
    told = {"holding": disposal.holding, "rows": disposal.total, **(detail or {})}
    record(school_id=disposal.school_id, by=by, verb=verb, subject=f"disposal {disposal.pk}", detail=told)
