"""What every action on an entry does: lock it, move it, write a note, and write to the record."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.duties.triggers import request_sweep
from belisha.outbox.actions import queue_notice
from belisha.outbox.links import absolute
from belisha.outbox.models import Priority
from belisha.people.accounts.encryption import decrypt, encrypt
from belisha.registers.descriptions import RegisterDescription
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


def tell(by: Actor | None, entry: RegisterEntry, verb: Verb, **detail: Any) -> None:
    """Write to the record what was done, without anybody's name or words."""
    record(
        school_id=entry.school_id,
        by=by.user_id if by else None,
        verb=verb,
        subject=f"{entry.register} {entry.pk}",
        detail={"register": entry.register, "state": entry.state, **detail},
    )


def first_due(register: RegisterDescription, on: date) -> date | None:
    """Return the first day on which something of an entry is due; None if only a leaver makes it due."""
    days = [due.days for due in register.due if not (due.after_leaving or due.on_withdrawal)]
    days += [register.shred_days] if register.shred_days else []
    return on + timedelta(days=min(days)) if days else None


def tell_ended(entry: RegisterEntry, subject: str, text: str, *, but: int | None = None) -> None:
    """Send a word to everybody for whom something hung on an entry that ended: it names nobody.

    They are whoever it was given to, and the people named in it; not `but`, who ended it.
    """
    link = absolute(reverse("registers:entry", args=[entry.school.slug, entry.register, entry.pk]))
    about = () if entry.description.hides_from_subject else (entry.person_id, entry.other_id)
    for user in {entry.made_by_id, *about} - {None, but}:
        queue_notice(
            school_id=entry.school_id,
            to_id=user,
            key=f"{entry.register} {entry.pk} {entry.state} to {user}",
            subject=subject,
            text=f"{text}\n\nRead it here: {link}\n",
            pace=Priority.WORKING_DAYS,
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
