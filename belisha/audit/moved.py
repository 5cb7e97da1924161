"""The record of a school that moved here: written again with the ids of this place, and held to the original.

The original lines are kept, encrypted, with the hash at which they ended. What stands here may differ from
them in ids alone, each by the same number.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from belisha.audit.actions import record
from belisha.audit.chains import Row, check_events
from belisha.audit.hashing import COVERED, hash_event
from belisha.audit.models import Event, Head, MovedRecord
from belisha.audit.record import AuditEvent
from belisha.audit.verification import FIELDS, event_from_line
from belisha.base.data_keys import KeyLostError
from belisha.base.encrypted_files import keep_file, read_file
from belisha.base.file_encryption import DamagedFileError

NUMBERS = re.compile(r"\d+")


def adopt_events(
    lines: Iterable[bytes],
    *,
    school_id: int,
    is_confidential: bool,
    offset: int,
    seal_keys: Sequence[str],
    moved: Callable[[dict[str, Any]], dict[str, Any]],
    passed: Callable[[int], None],
) -> MovedRecord | None:
    """Write the events of a chain that came from elsewhere, in their order, and keep the original lines.

    `moved` returns an event with the ids of this place, its chain too. Return None if there is no event.
    """
    count, last = 0, ""
    previous = ""

    def adopted() -> Iterator[bytes]:
        nonlocal count, last, previous
        for line in lines:
            stated = json.loads(line)
            last = stated["hash"]
            row = dict(zip(FIELDS, event_from_line(moved(stated)), strict=True)) | {"previous": previous}
            row["hash"] = previous = hash_event(row[name] for name in COVERED)
            chain = row["chain"]
            if not count:
                Head.objects.create(chain=chain)
            Event(**row).save(force_insert=True)
            count = row["number"]
            Head.objects.filter(pk=chain).update(number=count, hash=previous)
            passed(count)
            yield line

    kept = keep_file(adopted())
    if not count:
        kept.delete()
        return None
    made = MovedRecord.objects.create(
        school_id=school_id,
        is_confidential=is_confidential,
        offset=offset,
        number=count,
        hash=last,
        seal_keys=list(seal_keys),
        file=kept,
    )
    record(
        school_id=school_id,
        by=None,
        verb=AuditEvent.IMPORTED_SCHOOL,
        subject=str(made),
        detail={"events": count, "hash": last, "sha256": kept.sha256},
        is_confidential=is_confidential,
    )
    return made


def seal_keys_from_elsewhere(using: str = "default") -> frozenset[str]:
    """Return the public keys of the places from which schools moved here."""
    rows = MovedRecord.objects.using(using).values_list("seal_keys", flat=True)
    return frozenset(key for keys in rows for key in keys)


def check_moved(*, using: str, schools: Iterable[int] | None = None) -> Iterator[tuple[str, str]]:
    """Yield each record from elsewhere with what is wrong with it ("": nothing)."""
    rows = MovedRecord.objects.using(using).select_related("file")
    if schools is not None:
        rows = rows.filter(school__in=list(schools))
    for row in rows:
        yield str(row), _fault(row, using)


def _fault(row: MovedRecord, using: str) -> str:
    try:
        text = b"".join(read_file(row.file))
    except (KeyLostError, DamagedFileError, FileNotFoundError) as error:
        return f"The original cannot be read: {error}"
    try:
        originals = [event_from_line(json.loads(line)) for line in text.splitlines()]
    except (ValueError, KeyError, TypeError):
        return "The original is no record: its lines are not events."
    found = check_events(originals[0][0] if originals else 0, originals)
    if found.faults:
        return (
            f"The original is not as it was written: event {found.faults[0].number} {found.faults[0].what}."
        )
    if (found.number, found.hash) != (row.number, row.hash):
        return "The original does not end where the record says."
    events = Event.objects.using(using).filter(chain=row.chain)
    if not _is_named(row, events):
        return "The event that was written when it came does not name it."
    stands = events.filter(number__lte=row.number).order_by("number").values_list(*FIELDS)
    for before, after in zip(originals, stands.iterator(chunk_size=2000), strict=False):
        if not _is_same(before, after, row.offset):
            return f"Event {after[1]} says something else than the original."
    return ""


def _is_named(row: MovedRecord, events: Any) -> bool:
    """Return whether the first event after the move names the end and the checksum of the original."""
    event = events.filter(number=row.number + 1).first()
    told = {"events": row.number, "hash": row.hash, "sha256": row.file.sha256}
    return event is not None and event.verb == AuditEvent.IMPORTED_SCHOOL and event.detail == told


def _is_same(before: Row, after: Row, offset: int) -> bool:
    """Return whether two events differ in nothing but ids, each by `offset`, and in their hashes."""
    old, new = (dict(zip(FIELDS, row, strict=True)) for row in (before, after))
    exact = ("number", "at", "verb", "refused")
    return all(old[name] == new[name] for name in exact) and all(
        is_moved(old[name], new[name], offset) for name in ("by", "subject", "detail")
    )


def is_moved(old: Any, new: Any, offset: int) -> bool:
    """Return whether `new` is `old` but for whole numbers, each the same or greater by `offset`."""
    if isinstance(old, str) and isinstance(new, str):
        pairs = zip(NUMBERS.findall(old), NUMBERS.findall(new), strict=False)
        return NUMBERS.sub("0", old) == NUMBERS.sub("0", new) and all(
            one == other or int(other) - int(one) == offset for one, other in pairs
        )
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(is_moved(old[key], new[key], offset) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(is_moved, old, new, [offset] * len(old)))
    if type(old) is int and type(new) is int:
        return new in (old, old + offset)
    return bool(old == new)
