"""Ask the authority that the host names for timestamps of evidence. Off unless one is named."""

import base64
import logging
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any
from urllib.request import HTTPRedirectHandler, Request, build_opener

from cryptography.x509 import Certificate
from django.conf import settings
from django.db import transaction

from belisha.evidence.actions import log_custody
from belisha.evidence.models import EvidenceItem, ItemState
from belisha.evidence.record import EvidenceEvent
from belisha.evidence.timestamps import (
    OtherFileError,
    Timestamp,
    TimestampError,
    check_timestamp,
    kept_answer,
    new_nonce,
    read_certificates,
    timestamp_query,
)

logger = logging.getLogger(__name__)
AT_ONCE, LONGEST_ANSWER, SECONDS = 200, 100_000, 10


@dataclass(frozen=True, slots=True)
class TimestampState:
    """Whether the timestamp of an item fits: what it says, or why it does not.

    `is_of_another` tells that it was given for another file.
    """

    found: Timestamp | None
    why: str = ""
    is_of_another: bool = False


def trusted_certificates() -> list[Certificate]:
    """Return the certificates that timestamps must lead to; none if the host names none."""
    named = settings.BELISHA_TSA_CERTIFICATES
    return read_certificates(Path(named)) if named else []


def timestamp_of(item: EvidenceItem, certificates: list[Certificate]) -> TimestampState:
    """Return whether the kept timestamp of an item fits its SHA-256."""
    try:
        sha256 = item.file.sha256 if item.file else ""
        return TimestampState(check_timestamp(kept_answer(item.timestamp), sha256, certificates))
    except OtherFileError as error:
        return TimestampState(None, str(error), is_of_another=True)
    except TimestampError as error:
        return TimestampState(None, str(error))


def stamp_waiting(should_continue: Callable[[], bool] = lambda: True) -> int:
    """Ask for timestamps of evidence that has none yet. Return how many were kept.

    Only the SHA-256 leaves the site. Where the authority cannot be reached, what waits is asked for by the
    next sweep; an answer that does not verify is not kept.
    """
    if not settings.BELISHA_TSA:
        return 0
    certificates, count = trusted_certificates(), 0
    waiting = EvidenceItem.objects.filter(timestamp="", file__isnull=False).exclude(state=ItemState.DESTROYED)
    for item in waiting.select_related("file").order_by("pk")[:AT_ONCE]:
        if not should_continue():
            break
        try:
            count += _stamp(item, certificates)
        except (OSError, HTTPException) as error:
            logger.warning("the timestamp authority cannot be reached: %s", error)
            break
        except TimestampError as error:
            logger.warning("%s: the answer of the timestamp authority is not kept: %s", item, error)
    return count


def _stamp(item: EvidenceItem, certificates: list[Certificate]) -> bool:
    assert item.file is not None
    nonce = new_nonce()
    answer = _asked(settings.BELISHA_TSA, timestamp_query(item.file.sha256, nonce))
    found = check_timestamp(answer, item.file.sha256, certificates, nonce=nonce)
    with transaction.atomic():
        locked = EvidenceItem.objects.select_for_update().get(pk=item.pk)
        if locked.timestamp or locked.state == ItemState.DESTROYED:
            return False
        locked.timestamp = base64.b64encode(answer).decode()
        locked.save(update_fields=["timestamp"])
        at = found.at.isoformat(timespec="seconds")
        log_custody(None, locked, EvidenceEvent.HAD_EVIDENCE_TIMESTAMPED, at=at, serial=str(found.serial))
    return True


def _asked(address: str, query: bytes) -> bytes:
    """Return what the authority answers. Raise OSError, or TimestampError if it is far too long."""
    request = Request(address, data=query, headers={"Content-Type": "application/timestamp-query"})
    with build_opener(_NoRedirect()).open(request, timeout=SECONDS) as answer:
        body: bytes = answer.read(LONGEST_ANSWER + 1)
    if len(body) > LONGEST_ANSWER:
        raise TimestampError("it is too long")
    return body


class _NoRedirect(HTTPRedirectHandler):
    """The authority is the one that the host named, and no other that it leads to."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        """Follow nothing."""
