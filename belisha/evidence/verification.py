"""Whether evidence is as it was received, checked all at once for `belisha verify`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cryptography.x509 import Certificate

from belisha.audit.models import Event, confidential_chain
from belisha.audit.verbs import stored_as
from belisha.base.encrypted_files import FileState
from belisha.evidence.actions import verify_item
from belisha.evidence.models import EvidenceItem, ItemState, Sealer
from belisha.evidence.record import EvidenceEvent
from belisha.evidence.stamping import timestamp_of, trusted_certificates

NO_OWNER = "what it belongs to is gone, and the key with it"
NO_RECEIPT = "the record does not say what was received"
OTHER_RECEIPT = "its SHA-256 is not the one that the record says was received"
SAID = {
    FileState.ALTERED: "the file is not as it was received",
    FileState.UNVERIFIABLE: "the file or its key is gone",
}


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """What a check of one item found. `why` is empty where it is verified."""

    item: str
    state: FileState
    why: str = ""


def check_items(
    owners: Mapping[str, Sealer], *, using: str, schools: Iterable[int] | None = None
) -> Iterator[CheckedItem]:
    """Yield what is found of each item that has a file, destroyed ones left out. All of it is read.

    `owners` are the rows that the items belong to, by their name. Raise OSError if a file that is there
    cannot be read: a check that could not be made is never taken for one that found nothing.
    """
    rows = EvidenceItem.objects.using(using).exclude(state=ItemState.DESTROYED).filter(file__isnull=False)
    if schools is not None:
        rows = rows.filter(school__in=list(schools))
    received, certificates = _received(using), trusted_certificates()
    for item in rows.select_related("file").order_by("pk").iterator(chunk_size=500):
        found = _checked(owners.get(item.owner), item, received.get(str(item)), certificates)
        # A file that was destroyed since this view of the database began is no fault.
        if found.why and EvidenceItem.objects.filter(pk=item.pk, state=ItemState.DESTROYED).exists():
            continue
        yield found


def _received(using: str) -> dict[str, str]:
    """Return the SHA-256 of each item as the record has it, by the item's name."""
    schools = EvidenceItem.objects.using(using).order_by().values_list("school", flat=True).distinct()
    chains = [confidential_chain(school) for school in schools]
    events = Event.objects.using(using).filter(
        chain__in=chains, verb__in=stored_as(EvidenceEvent.RECEIVED_EVIDENCE)
    )
    return {subject: detail.get("sha256", "") for subject, detail in events.values_list("subject", "detail")}


def _checked(
    owner: Sealer | None, item: EvidenceItem, received: str | None, certificates: list[Certificate]
) -> CheckedItem:
    assert item.file is not None
    if owner is None:
        return CheckedItem(str(item), FileState.UNVERIFIABLE, NO_OWNER)
    state = verify_item(owner=owner, item=item)
    if state is not FileState.VERIFIED:
        return CheckedItem(str(item), state, SAID[state])
    if received is None:
        return CheckedItem(str(item), FileState.UNVERIFIABLE, NO_RECEIPT)
    if received != item.file.sha256:
        return CheckedItem(str(item), FileState.ALTERED, OTHER_RECEIPT)
    stamp = timestamp_of(item, certificates) if item.timestamp else None
    if stamp is not None and stamp.found is None:
        state = FileState.ALTERED if stamp.is_of_another else FileState.UNVERIFIABLE
        return CheckedItem(str(item), state, f"its timestamp does not hold: {stamp.why}")
    return CheckedItem(str(item), state)
