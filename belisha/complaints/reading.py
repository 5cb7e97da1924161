"""What was said in a matter, opened for those who may read it."""

from dataclasses import dataclass
from datetime import datetime

from belisha.complaints.models import EntryKind, Matter
from belisha.complaints.sealed import opened

BRINGER = "Whoever brought it"


@dataclass(frozen=True, slots=True)
class Said:
    """One entry, opened. `who` is "you", a person's name, or how it came in."""

    kind: str
    who: str
    at: datetime
    words: str


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
