"""What was said in a matter, opened for those who may read it."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import InvalidToken

from belisha.complaints.actions import PURPOSE
from belisha.complaints.models import EntryKind, Matter
from belisha.people.sealing import unseal

BRINGER = "Whoever brought it"
LOST = "This was sealed with a key that the site no longer has."


@dataclass(frozen=True, slots=True)
class Said:
    """One entry, opened. `who` is "you", a person's name, or how it came in."""

    kind: str
    who: str
    at: datetime
    words: str


def opened(text: str) -> str:
    """A sealed text, or a sentence where its key is gone; empty where there is none."""
    if not text:
        return ""
    try:
        return unseal(text, PURPOSE)
    except InvalidToken:
        return LOST


def for_hearers(matter: Matter) -> list[Said]:
    """Everything, for those who hear the matter."""
    rows = matter.entries.select_related("by")
    return [Said(row.kind, row.by.name if row.by else BRINGER, row.at, opened(row.words)) for row in rows]


def for_bringer(matter: Matter) -> list[Said]:
    """What was said and answered; no notes, and no names of those who heard it."""
    rows = matter.entries.exclude(kind=EntryKind.NOTE)
    return [
        Said(row.kind, "You" if row.kind == EntryKind.SAID else "The answer", row.at, opened(row.words))
        for row in rows
    ]
