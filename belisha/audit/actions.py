from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.audit.hashing import COVERED, canonical_detail, hash_event, seal_chain
from belisha.audit.models import LONGEST, Event, Head, confidential_chain
from belisha.audit.verbs import Verb


def record(
    *,
    school_id: int | None,
    by: int | None,
    verb: Verb,
    subject: str,
    detail: Mapping[str, Any] | None = None,
    refused: str = "",
    is_confidential: bool = False,
) -> Event:
    """Write one event at the end of the school's chain, in the transaction of the change. Return it.

    `verb`: what was done, one of a room's verbs (`ROOM/record.py`). `by`: the user's id (None: the site
    itself, or somebody without an account). `detail`: values that JSON can hold, without anybody's name or
    address. `refused`: the reason if it was refused, shortened to fit. Until the transaction ends, others who
    record at this school wait.

    What is confidential (a report, a case, a complaint) goes into a chain of its own, so that whoever reads
    the record of the school learns neither that it happened nor when: see `confidential_chain`.

    Raise ValueError if `verb` or `subject` is empty or too long, or `detail` cannot be stored exactly.
    """
    for name, value in (("verb", verb), ("subject", subject)):
        if not value or len(value) > LONGEST[name] or "\0" in value:
            message = f"the {name} of an event has 1 to {LONGEST[name]} letters: `{value}`"
            raise ValueError(message)
    event = Event(
        chain=confidential_chain(school_id) if is_confidential and school_id else school_id or 0,
        at=timezone.now(),
        by=by,
        verb=str(verb),
        subject=subject,
        detail=canonical_detail(detail or {}),
        refused=_cut(refused),
    )
    _append(event)
    return event


def record_refusal(
    *,
    school_id: int | None,
    by: int | None,
    verb: Verb,
    subject: str,
    reason: str,
    detail: Mapping[str, Any] | None = None,
) -> Event:
    """Record that something was refused, in a transaction of its own: the attempt has been rolled back.

    Call it after the transaction of the attempt has ended. Raise RuntimeError within one, because the event
    would be rolled back too. `belisha.audit.middleware` records a PermissionDenied on a POST; this is for
    refusals that a view catches itself.
    """
    with transaction.atomic(durable=True):
        return record(
            school_id=school_id,
            by=by,
            verb=verb,
            subject=subject,
            detail=detail,
            refused=reason or "It was refused.",
        )


@contextmanager
def refusals_recorded(
    *kinds: type[Exception], school_id: int | None, by: int | None, verb: Verb, subject: str
) -> Iterator[None]:
    """Record as refused whatever raises one of `kinds` inside, and re-raise it.

    with refusals_recorded(RefusedError, school_id=1, by=7, verb=KiteEvent.FLEW_KITE, subject="kite 3"):
        fly(...)
    """
    try:
        yield
    except kinds as error:
        record_refusal(school_id=school_id, by=by, verb=verb, subject=subject, reason=str(error))
        error.is_recorded = True  # type: ignore[attr-defined]
        raise


@transaction.atomic(savepoint=False)
def _append(event: Event) -> None:
    """Number, hash and save the event. No savepoint: a failure here must fail the change."""
    head = _end_of(event.chain)
    event.number, event.previous = head.number + 1, head.hash
    event.hash = hash_event(getattr(event, name) for name in COVERED)
    event.save(force_insert=True)
    seal = seal_chain(event.chain, event.number, event.hash, key=settings.SECRET_KEY)
    Head.objects.filter(pk=event.chain).update(number=event.number, hash=event.hash, seal=seal)


def _end_of(chain: int) -> Head:
    """Lock and return the head of the chain. Two that begin a chain at once get the same row."""
    rows = Head.objects.select_for_update()
    found = rows.filter(pk=chain).first()
    if found is None:
        Head.objects.bulk_create([Head(chain=chain)], ignore_conflicts=True)
        found = rows.get(pk=chain)
    return found


def _cut(sentence: str) -> str:
    sentence = sentence.replace("\0", "")
    longest = LONGEST["refused"]
    return sentence if len(sentence) <= longest else f"{sentence[: longest - 1]}…"
