"""Requests about personal data: take in, show who asks, extend, answer, refuse; correct and erase rows."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.base.holdings import Holding
from belisha.base.retention_schedule import RetentionPeriod
from belisha.duties.triggers import request_sweep
from belisha.outbox.working_days import is_week_day, working_day_after
from belisha.people.accounts.encryption import encrypt
from belisha.people.models import Membership, School
from belisha.retention.gathering import rows_about
from belisha.retention.models import DataRequest, DataRequestKind
from belisha.retention.periods import kept_for, on_hold
from belisha.retention.permissions import can_keep_data_protection
from belisha.retention.record import RetentionEvent
from belisha.retention.states import REQUEST_LIFE, RequestState

PURPOSE = "data protection"
# Article 12(3) of the UK GDPR: a month, and two more for a complex request. School holidays do not stop it.
MONTH, EXTENDED = RetentionPeriod(months=1), RetentionPeriod(months=3)


class RequestError(Exception):
    """It cannot be done now. The sentence says why."""


def due_after(day: date, period: RetentionPeriod = MONTH) -> date:
    """Return the day on which a request is due; if that is no weekday or a bank holiday, the next that is."""
    due = period.after(day)
    return due if is_week_day(due) else working_day_after(due, 1)


@transaction.atomic
def take_in_request(
    *, by: Actor, school: School, kind: str, received_on: date, person: int | None = None, words: str = ""
) -> DataRequest:
    """Take in a request about somebody's own data and start its clock.

    Raise PermissionDenied or RequestError.
    """
    can_keep_data_protection.check(by, school)
    if received_on > today():
        raise RequestError(
            "The day on which it came in lies in the future. Enter the day on which you got it."
        )
    if person is not None and not Membership.objects.filter(school=school, user=person).exists():
        raise RequestError(
            "That person has never belonged to this school. Leave it open, and describe who asks."
        )
    made: DataRequest = DataRequest.objects.create(
        school=school,
        kind=kind,
        person_id=person,
        words=encrypt(words, PURPOSE) if words else "",
        received_on=received_on,
        due_on=due_after(received_on),
        entered_by_id=by.user_id or 0,
    )
    _tell(by, made, RetentionEvent.TOOK_IN_DATA_REQUEST)
    return made


@transaction.atomic
def confirm_identity(*, by: Actor, asked: DataRequest, on: date) -> DataRequest:
    """Note when the person showed who they are: the month runs from then.

    Raise PermissionDenied, RequestError.
    """
    locked = _open(by, asked)
    if not locked.received_on <= on <= today():
        raise RequestError("Enter a day from the one on which it came in until today.")
    locked.identity_shown_on, locked.due_on = on, due_after(on)
    locked.save(update_fields=["identity_shown_on", "due_on"])
    _tell(by, locked, RetentionEvent.CONFIRMED_WHO_ASKS)
    return locked


@transaction.atomic
def extend_request(*, by: Actor, asked: DataRequest, why: str) -> DataRequest:
    """Take two months more for a complex request, once. Raise PermissionDenied or RequestError."""
    locked = _open(by, asked)
    if locked.extended_why:
        raise RequestError("It was extended already, and can be only once.")
    locked.extended_why = why
    locked.due_on = due_after(locked.identity_shown_on or locked.received_on, EXTENDED)
    locked.save(update_fields=["extended_why", "due_on"])
    _tell(by, locked, RetentionEvent.EXTENDED_DATA_REQUEST)
    return locked


@transaction.atomic
def answer_request(*, by: Actor, asked: DataRequest, words: str, is_refused: bool = False) -> DataRequest:
    """Answer or refuse a request, with what the person was told. Raise PermissionDenied or RequestError."""
    locked = _open(by, asked)
    move = REQUEST_LIFE.move("be refused" if is_refused else "be answered")
    locked.state, locked.ended_at = move.target, timezone.now()
    locked.answer = encrypt(words, PURPOSE)
    locked.save(update_fields=["state", "ended_at", "answer"])
    _tell(by, locked, move.event)
    return locked


@transaction.atomic
def correct_row(*, by: Actor, asked: DataRequest, holding: Holding, pk: int, field: str, value: str) -> None:
    """Put one field of a row about the person right. Raise PermissionDenied or RequestError."""
    locked = _open(by, asked)
    if field not in holding.corrections:
        raise RequestError("This cannot be changed. Note in the answer what the person says is right.")
    row = _row(locked, holding, pk)
    length = holding.model._meta.get_field(field).max_length or 2000  # type: ignore[union-attr]  # noqa: SLF001
    if len(value) > length:
        raise RequestError(f"`{value[:20]}…` is longer than {length} letters. Shorten it.")
    setattr(row, field, value)
    row.save(update_fields=[field])
    subject = f"{holding.subject} {pk}"
    detail = {"field": field, "request": locked.pk}
    record(
        school_id=locked.school_id,
        by=by.user_id,
        verb=RetentionEvent.CORRECTED_RECORD,
        subject=subject,
        detail=detail,
    )


@transaction.atomic
def erase_row(*, by: Actor, asked: DataRequest, holding: Holding, pk: int) -> None:
    """Erase a row about the person. Raise PermissionDenied, or RequestError where it has to be kept."""
    locked = _open(by, asked)
    if locked.kind != DataRequestKind.ERASURE:
        raise RequestError("The person did not ask to erase anything. Take in a request to erase first.")
    why = why_kept(locked.school, holding, pk)
    if why:
        raise RequestError(why)
    row = _row(locked, holding, pk)
    holding.dispose([row])
    subject = f"{holding.subject} {pk}"
    record(
        school_id=locked.school_id,
        by=by.user_id,
        verb=RetentionEvent.ERASED_RECORD_ON_REQUEST,
        subject=subject,
        detail={"request": locked.pk},
    )


def why_kept(school: School, holding: Holding, pk: int) -> str:
    """Return why a row cannot be erased on request; empty if it can."""
    if holding.kept_because:
        return holding.kept_because
    kind = kept_for(school)[holding.kind].kind
    if not kind.may_be_erased:
        return kind.refusal
    if holding.model._default_manager.filter(pk=pk).filter(on_hold(school, holding)).exists():  # noqa: SLF001
        return "A legal hold keeps it."
    return ""


def _row(asked: DataRequest, holding: Holding, pk: int) -> Any:
    found = rows_about(asked.school, holding, asked.person_id) if asked.person_id else []
    for row in found:
        if row.pk == pk:
            return row
    raise RequestError("That record is not about this person. Open the request again.")


def _open(by: Actor, asked: DataRequest) -> DataRequest:
    can_keep_data_protection.check(by, asked.school)
    locked: DataRequest = DataRequest.objects.select_for_update().get(pk=asked.pk)
    if locked.state != RequestState.RECEIVED:
        raise RequestError("This request was answered already.")
    return locked


def _tell(by: Actor, asked: DataRequest, verb: Verb) -> None:
    detail = {"kind": asked.kind, "due on": asked.due_on.isoformat()}
    record(
        school_id=asked.school_id, by=by.user_id, verb=verb, subject=f"data request {asked.pk}", detail=detail
    )
    request_sweep(asked.school, at_once="retention")
