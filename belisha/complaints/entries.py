"""The entries of a matter, decrypted for those who may read them."""

from dataclasses import dataclass
from datetime import datetime

from belisha.complaints.encryption import decrypted
from belisha.complaints.models import EntryKind, Matter

SENDER = "The sender"
SPEAKERS = {EntryKind.SAID: "You", EntryKind.ANSWER: "The answer", EntryKind.HANDED_ON: "Handed on"}


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """One decrypted entry. `who` is "You", a person's name, or the sender."""

    kind: str
    who: str
    at: datetime
    words: str


def entries_for_hearers(matter: Matter) -> list[OpenedEntry]:
    """Return all entries, for those handling the matter."""
    rows = matter.entries.select_related("by")
    return [
        OpenedEntry(row.kind, row.by.name if row.by else SENDER, row.at, decrypted(row.words)) for row in rows
    ]


def entries_for_sender(matter: Matter) -> list[OpenedEntry]:
    """Return the entries that the sender may read: no notes, and no names of those handling it."""
    rows = matter.entries.exclude(kind=EntryKind.NOTE)
    return [
        OpenedEntry(row.kind, SPEAKERS[EntryKind(row.kind)], row.at, decrypted(row.words)) for row in rows
    ]
