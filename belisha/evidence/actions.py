"""Evidence with custody: received, seen, copied, verified, redacted, quarantined, destroyed.

The custody log is the confidential chain of the school's record, which nobody can change unnoticed. Whoever
calls these has checked that the actor may see the owner.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain

from django.db import transaction
from django.db.models import Max

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.data_keys import KeyLostError
from belisha.base.encrypted_files import FileState, check_file, destroy_file, keep_file, read_file
from belisha.base.file_encryption import DamagedFileError
from belisha.evidence.captures import FACTS
from belisha.evidence.file_types import LOOKED_AT, FileType, file_type, safe_name
from belisha.evidence.models import EvidenceItem, ItemKind, ItemState, Release, Sealer
from belisha.evidence.record import EvidenceEvent
from belisha.evidence.scanning import Scan
from belisha.people.models import School

LARGEST = 500 * (1 << 20)
RELEASES = 2


class EvidenceRefusedError(Exception):
    """What was asked is not possible with this item. The sentence says why."""


class EvidenceAlteredError(Exception):
    """An item is not as it was received, or that cannot be known. It is not handed out as if it were."""


def receive_item(
    *,
    owner: Sealer,
    pieces: Iterable[bytes],
    name: str,
    facts: Mapping[str, str],
    by: Actor | None,
    derived_from: EvidenceItem | None = None,
) -> EvidenceItem:
    """Hash, encrypt and keep a file, and begin its custody. Return the item; its bytes are on disk then.

    `facts` are those of `captures.FACTS`. Raise FileRefusedError for a kind of file that is not taken,
    FileTooLargeError, or OSError if the disk does not take it; nothing is left then.
    """
    head, rest = _begun(pieces)
    kind = file_type(head)
    return _kept(owner, rest, name, facts, by, kind, derived_from)


@transaction.atomic
def _kept(
    owner: Sealer,
    pieces: Iterable[bytes],
    name: str,
    facts: Mapping[str, str],
    by: Actor | None,
    kind: FileType,
    derived_from: EvidenceItem | None,
) -> EvidenceItem:
    scan = Scan()
    file = keep_file(scan.through(pieces), key=owner.data_key(), at_most=LARGEST)
    School.objects.select_for_update(no_key=True).get(pk=owner.school_id)
    item: EvidenceItem = EvidenceItem.objects.create(
        school_id=owner.school_id,
        owner=str(owner),
        number=_next_number(str(owner)),
        kind=ItemKind.REDACTED if derived_from else ItemKind.ORIGINAL,
        file=file,
        media_type=kind.media_type,
        sealed_name=owner.seal(safe_name(name)),
        sealed_facts=owner.seal(json.dumps(dict(facts))),
        derived_from=derived_from,
        received_by_id=by.user_id if by else None,
    )
    log_custody(by, item, EvidenceEvent.RECEIVED_EVIDENCE, sha256=file.sha256, size=file.size)
    if scan.verb:
        log_custody(None, item, scan.verb, **({"found": scan.found} if scan.found else {}))
    return item


@transaction.atomic
def note_capture(*, owner: Sealer, facts: Mapping[str, str], by: Actor | None) -> EvidenceItem:
    """Keep what somebody saw in facts alone, without a file: date, time, place, handle, address."""
    School.objects.select_for_update(no_key=True).get(pk=owner.school_id)
    item: EvidenceItem = EvidenceItem.objects.create(
        school_id=owner.school_id,
        owner=str(owner),
        number=_next_number(str(owner)),
        sealed_facts=owner.seal(json.dumps(dict(facts))),
        received_by_id=by.user_id if by else None,
    )
    log_custody(by, item, EvidenceEvent.NOTED_EVIDENCE)
    return item


def open_item(
    *, owner: Sealer, item: EvidenceItem, by: Actor, verb: Verb = EvidenceEvent.LOOKED_AT_EVIDENCE
) -> Iterator[bytes]:
    """Return the bytes of an item, after its look is on the record.

    Raise EvidenceRefusedError for one that is quarantined or destroyed, EvidenceAlteredError for one that
    does not verify.
    """
    if item.state != ItemState.HELD or item.file is None:
        raise EvidenceRefusedError(_why_not(item))
    with transaction.atomic():
        log_custody(by, item, verb)
    return verified_bytes(owner, item)


def verified_bytes(owner: Sealer, item: EvidenceItem) -> Iterator[bytes]:
    """Return the bytes of an item that is as it was received. Raise EvidenceAlteredError."""
    try:
        state = verify_item(owner=owner, item=item)
    except OSError as error:
        message = f"Item {item.number} cannot be read now. Tell whoever runs the site."
        raise EvidenceAlteredError(message) from error
    if state is not FileState.VERIFIED or item.file is None:
        raise EvidenceAlteredError(f"Item {item.number} is {state}. It is not handed out.")
    return read_file(item.file, key=owner.data_key())


def verify_item(*, owner: Sealer, item: EvidenceItem) -> FileState:
    """Return whether the file is verified, altered or unverifiable. A capture in facts has none to check.

    Raise OSError if a file that is there cannot be read.
    """
    if item.file is None:
        return FileState.UNVERIFIABLE
    try:
        return check_file(item.file, key=owner.data_key())
    except (KeyLostError, DamagedFileError):
        return FileState.UNVERIFIABLE


def facts_of(owner: Sealer, item: EvidenceItem) -> dict[str, str]:
    """Return every fact of an item by its name; empty where it was not given, or was erased."""
    facts = dict.fromkeys(FACTS, "")
    with suppress(ValueError):
        facts |= json.loads(owner.opened(item.sealed_facts) or "{}")
    return facts


@transaction.atomic
def quarantine_item(*, item: EvidenceItem, by: Actor | None) -> EvidenceItem:
    """Lock an item away unseen, because it was sent by mistake and may be illegal to look at.

    The bytes stay encrypted as they came; nothing opens them any more but an export to the police by two
    people.
    """
    locked: EvidenceItem = EvidenceItem.objects.select_for_update().get(pk=item.pk)
    if locked.state == ItemState.HELD:
        locked.state = ItemState.QUARANTINED
        locked.save(update_fields=["state"])
        log_custody(by, locked, EvidenceEvent.LOCKED_EVIDENCE_AWAY_UNSEEN)
    return locked


@transaction.atomic
def release_to_police(*, item: EvidenceItem, by: Actor) -> int:
    """Agree that a quarantined item is handed to the police. Return how many have agreed; it takes two."""
    if item.state != ItemState.QUARANTINED:
        raise EvidenceRefusedError("Only what is locked away needs two people.")
    _, is_new = Release.objects.get_or_create(item=item, by_id=by.user_id)
    if is_new:
        log_custody(by, item, EvidenceEvent.AGREED_TO_HAND_EVIDENCE_TO_POLICE)
    return item.releases.count()


def police_bytes(*, owner: Sealer, item: EvidenceItem, by: Actor) -> Iterator[bytes]:
    """Return the bytes of a quarantined item for the police. Raise EvidenceRefusedError unless two agreed."""
    if item.state != ItemState.QUARANTINED or item.file is None:
        raise EvidenceRefusedError(_why_not(item))
    if item.releases.count() < RELEASES:
        raise EvidenceRefusedError("Two people have to agree that it is handed to the police.")
    with transaction.atomic():
        log_custody(by, item, EvidenceEvent.HANDED_EVIDENCE_TO_POLICE)
    return verified_bytes(owner, item)


@transaction.atomic
def destroy_item(*, item: EvidenceItem, by: Actor | None, is_owner_open: bool, is_held: bool) -> EvidenceItem:
    """Destroy an item: its bytes and what was said of it. Its row and its custody stay.

    Raise EvidenceRefusedError while its case is open (G88d), or on legal hold.
    """
    if is_owner_open:
        raise EvidenceRefusedError("The case is open: nothing of it is deleted. Close the case first.")
    if is_held:
        raise EvidenceRefusedError("There is a legal hold on the case: nothing of it is deleted.")
    locked: EvidenceItem = EvidenceItem.objects.select_for_update().get(pk=item.pk)
    if locked.state != ItemState.DESTROYED:
        locked.state, locked.sealed_name, locked.sealed_facts = ItemState.DESTROYED, "", ""
        locked.save(update_fields=["state", "sealed_name", "sealed_facts"])
        log_custody(by, locked, EvidenceEvent.DESTROYED_EVIDENCE)
        if locked.file:
            destroy_file(locked.file)
    return locked


def log_custody(by: Actor | None, item: EvidenceItem, verb: Verb, **detail: object) -> None:
    """Write to the custody log of an item."""
    record(
        school_id=item.school_id,
        by=by.user_id if by else None,
        verb=verb,
        subject=str(item),
        detail={"owner": item.owner, **detail},
        is_confidential=True,
    )


def _next_number(owner: str) -> int:
    found = EvidenceItem.objects.filter(owner=owner).aggregate(last=Max("number"))["last"]
    return (found or 0) + 1


def _why_not(item: EvidenceItem) -> str:
    if item.state == ItemState.QUARANTINED:
        return "It was locked away unseen. Nobody opens it."
    if item.state == ItemState.DESTROYED:
        return "It was destroyed."
    return "There is no file: only what somebody saw was written down."


def _begun(pieces: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first bytes of a stream, and all of it."""
    source = iter(pieces)
    held: list[bytes] = []
    while sum(len(each) for each in held) < LOOKED_AT:
        piece = next(source, None)
        if piece is None:
            break
        held.append(piece)
    return b"".join(held)[:LOOKED_AT], chain(held, source)
