from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.audit.hashing import COVERED, hash_of, plain, seal_of
from belisha.audit.models import LONGEST, Event, Head


def record(
    *,
    school_id: int | None,
    by: int | None,
    verb: str,
    subject: str,
    detail: Mapping[str, Any] | None = None,
    refused: str = "",
) -> Event:
    """Write one event at the end of the school's chain, in the transaction of the change that it tells of.

    `by` is the user's id (None: the site itself, or somebody without an account). `detail` holds values that
    JSON can, and nobody's name or address. `refused` is the sentence with which it was refused; a longer one
    than the field holds is cut. Until the transaction ends, others who record at this school wait.

    Raises ValueError where `verb` or `subject` is empty or too long, or `detail` cannot be kept exactly.
    """
    for name, value in (("verb", verb), ("subject", subject)):
        if not value or len(value) > LONGEST[name] or "\0" in value:
            message = f"the {name} of an event has 1 to {LONGEST[name]} letters: `{value}`"
            raise ValueError(message)
    event = Event(
        chain=school_id or 0,
        at=timezone.now(),
        by=by,
        verb=verb,
        subject=subject,
        detail=plain(detail or {}),
        refused=_cut(refused),
    )
    _append(event)
    return event


def record_refusal(
    *,
    school_id: int | None,
    by: int | None,
    verb: str,
    subject: str,
    reason: str,
    detail: Mapping[str, Any] | None = None,
) -> Event:
    """Write that something was refused, in a transaction of its own: what was tried has been rolled back.

    Call it after the transaction of the attempt has ended; within one RuntimeError is raised, because the
    event would be rolled back too. A refusal through the guards of a page (PermissionDenied on a POST) is
    recorded by `belisha.audit.middleware`; this is for what a view catches itself. `reason` is the sentence.
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
    *kinds: type[Exception], school_id: int | None, by: int | None, verb: str, subject: str
) -> Iterator[None]:
    """Whatever raises one of `kinds` within is recorded as refused, and raised on.

    with refusals_recorded(MoveRefusedError, school_id=1, by=7, verb="ratify", subject="version 3"):
        ratify_version(...)
    """
    try:
        yield
    except kinds as error:
        record_refusal(school_id=school_id, by=by, verb=verb, subject=subject, reason=str(error))
        error.is_recorded = True  # type: ignore[attr-defined]
        raise


@transaction.atomic(savepoint=False)
def _append(event: Event) -> None:
    """Give the event its number and hash, and write it. No savepoint: what fails here fails the change."""
    head = _end_of(event.chain)
    event.number, event.previous = head.number + 1, head.hash
    event.hash = hash_of(getattr(event, name) for name in COVERED)
    event.save(force_insert=True)
    seal = seal_of(event.chain, event.number, event.hash, key=settings.SECRET_KEY)
    Head.objects.filter(pk=event.chain).update(number=event.number, hash=event.hash, seal=seal)


def _end_of(chain: int) -> Head:
    """The chain's head, held until the transaction ends. Two that begin a chain at once get the same row."""
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
