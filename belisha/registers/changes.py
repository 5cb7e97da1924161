"""What every action on an entry does: lock it, move it, write a note, and write to the record."""

from typing import Any

from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.duties.triggers import request_sweep
from belisha.people.accounts.encryption import decrypt, encrypt
from belisha.registers.encryption import PURPOSE
from belisha.registers.exceptions import EntryTransitionError
from belisha.registers.models import EntryNote, EntryNoteKind, RegisterEntry
from belisha.registers.states import ENTRY_LIFE, OPEN, STANDING

# The duty source whose work does not grow with the people of a school.
AT_ONCE = "registers"


def locked(entry: RegisterEntry) -> RegisterEntry:
    """Return the entry, locked until the transaction ends."""
    rows = RegisterEntry.objects.select_for_update(of=("self",)).select_related("school", "version")
    found: RegisterEntry = rows.get(pk=entry.pk)
    return found


def move(by: Actor | None, entry: RegisterEntry, verb: str, *fields: str, **detail: Any) -> None:
    """Move a locked entry, save it with `fields`, and record it. Raise EntryTransitionError."""
    refusal = ENTRY_LIFE.refusal(verb, entry.state)
    if refusal:
        raise EntryTransitionError(refusal)
    step = ENTRY_LIFE.move(verb)
    entry.state = step.target
    if entry.state not in (*OPEN, *STANDING):
        entry.ended_at = timezone.now()
    entry.save(update_fields=["state", "ended_at", *fields])
    tell(by, entry, step.event, **detail)
    request_sweep(entry.school, at_once=AT_ONCE)


def tell(by: Actor | None, entry: RegisterEntry, verb: str, **detail: Any) -> None:
    """Write to the record what was done, without anybody's name or words."""
    record(
        school_id=entry.school_id,
        by=by.user_id if by else None,
        verb=verb,
        subject=f"{entry.register} {entry.pk}",
        detail={"register": entry.register, "state": entry.state, **detail},
    )


def note(
    by: Actor | None, entry: RegisterEntry, kind: EntryNoteKind, words: str = "", clause: str = ""
) -> EntryNote:
    """Add a note to an entry; its words are encrypted."""
    return EntryNote.objects.create(
        entry=entry,
        kind=kind,
        by_id=by.user_id if by else None,
        clause=clause,
        words=encrypt(words, PURPOSE) if words else "",
    )


def note_words(row: EntryNote) -> str:
    """Return the words of a note."""
    return decrypt(row.words, PURPOSE) if row.words else ""
