from dataclasses import dataclass
from datetime import datetime

from belisha.audit.models import Event
from belisha.audit.verbs import verb_label
from belisha.evidence.models import EvidenceItem, Sealer
from belisha.people.models import User


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One line of an item's custody: when, who (a name, or who it was without an account), what."""

    at: datetime
    who: str
    what: str
    number: int
    hash: str


def items_of(owner: Sealer) -> list[EvidenceItem]:
    """Return the evidence of an owner, in the order in which it came."""
    rows = EvidenceItem.objects.filter(school=owner.school_id, owner=str(owner))
    return list(rows.select_related("file", "derived_from").order_by("number"))


def custody_of(item: EvidenceItem) -> list[CustodyLine]:
    """Return the custody log of an item, oldest first, from the confidential chain of the record."""
    events = list(Event.objects.confidential(item.school_id).filter(subject=str(item)).order_by("number"))
    ids = {event.by for event in events if event.by is not None}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        CustodyLine(
            event.at,
            names.get(event.by or 0, "the reporter, or the site"),
            verb_label(event.verb),
            event.number,
            event.hash,
        )
        for event in events
    ]
