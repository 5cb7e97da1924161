"""Actions on entries that are only recorded: record, follow up, close, and each look at a sensitive one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.duties.triggers import request_sweep
from belisha.people.models import School
from belisha.registers.changes import AT_ONCE, first_due, locked, move, note, tell
from belisha.registers.descriptions import RegisterDescription, load_registers
from belisha.registers.documents import seal_record
from belisha.registers.door import school_year
from belisha.registers.encryption import sealed_values
from belisha.registers.exceptions import EntryTransitionError
from belisha.registers.models import EntryNoteKind, RegisterEntry, RegisterSettings
from belisha.registers.permissions import can_change, can_close, can_make, can_set_up_registers
from belisha.registers.record import RegisterEvent
from belisha.registers.states import EntryState


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as it was recorded. `key` is the form's stamp: a second click makes no second entry."""

    values: Mapping[str, Any]
    key: str
    title: str = ""
    topic: str = ""
    channel: str = ""
    answer: str = ""
    office: str = ""
    also_office: str = ""
    person_id: int | None = None
    other_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    situation: Mapping[str, Any] = field(default_factory=dict)
    clauses: tuple[Mapping[str, Any], ...] = ()


@transaction.atomic
def record_entry(
    *, by: Actor, school: School, register: RegisterDescription, recorded: Recorded
) -> RegisterEntry:
    """Save an entry, and return it; a second click returns the first. Raise PermissionDenied."""
    can_make.check(by, school, register)
    return save_entry(by=by, school=school, register=register, recorded=recorded)


@transaction.atomic
def save_entry(
    *, by: Actor | None, school: School, register: RegisterDescription, recorded: Recorded
) -> RegisterEntry:
    """Save an entry of whoever may make one; visitors have no account."""
    place = School.objects.select_for_update(no_key=True).get(pk=school.pk)
    there: RegisterEntry | None = RegisterEntry.objects.filter(school=place, key=recorded.key).first()
    if there is not None:
        return there
    on = today()
    entry = RegisterEntry.objects.create(
        school=place,
        register=register.name,
        state=EntryState.RECORDED,
        made_by_id=by.user_id if by else None,
        person_id=recorded.person_id,
        other_id=recorded.other_id,
        title=recorded.title,
        topic=recorded.topic,
        channel=recorded.channel,
        answer=recorded.answer,
        year=school_year(on),
        details=sealed_values(recorded.values),
        situation=dict(recorded.situation),
        clauses=[dict(each) for each in recorded.clauses],
        office=recorded.office,
        also_office=recorded.also_office,
        from_on=recorded.from_on,
        to_on=recorded.to_on,
        due_on=first_due(register, on),
        key=recorded.key,
    )
    tell(by, entry, RegisterEvent.RECORDED_ENTRY, office=recorded.office)
    request_sweep(place, at_once=AT_ONCE)
    return entry


@transaction.atomic
def note_entry(*, by: Actor, entry: RegisterEntry, words: str, clause: str = "") -> RegisterEntry:
    """Note that something was done about an entry, such as a step that a clause asks for."""
    held = locked(entry)
    note(by, held, EntryNoteKind.DONE if clause else EntryNoteKind.NOTE, words, clause)
    tell(by, held, RegisterEvent.NOTED_ABOUT_ENTRY, clause=clause)
    request_sweep(held.school, at_once=AT_ONCE)
    return held


@transaction.atomic
def check_again(*, by: Actor, entry: RegisterEntry, words: str) -> RegisterEntry:
    """Note that what recurs was done, and set the next day. Raise PermissionDenied."""
    can_close.check(by, entry)
    held = locked(entry)
    again = next((due.again for due in held.description.due if due.again), 0)
    held.due_on = today() + timedelta(days=again) if again else None
    held.save(update_fields=["due_on"])
    note(by, held, EntryNoteKind.DONE, words)
    tell(by, held, RegisterEvent.CHECKED_ENTRY_AGAIN)
    request_sweep(held.school, at_once=AT_ONCE)
    return held


@transaction.atomic
def change_entry(*, by: Actor, entry: RegisterEntry, recorded: Recorded) -> RegisterEntry:
    """Correct what an entry says; what it said before stays as a note. Raise PermissionDenied.

    What is under a seal is not changed: the service of an account that was granted.
    """
    held = locked(entry)
    can_change.check(by, held)
    before = held.values
    values = {**before, **recorded.values}
    people = {"person": recorded.person_id, "other": recorded.other_id}
    words = _changed(held, before, values, people)
    held.details = sealed_values(values)
    held.channel = held.channel if held.documents.exists() else recorded.channel
    held.title, held.topic = recorded.title or held.title, recorded.topic or held.topic
    held.person_id = people["person"] or held.person_id
    held.other_id = people["other"] or held.other_id
    held.save(update_fields=["details", "channel", "title", "topic", "person", "other"])
    note(by, held, EntryNoteKind.DONE, f"Changed. Before: {words}" if words else "Changed")
    tell(by, held, RegisterEvent.CHANGED_ENTRY)
    request_sweep(held.school, at_once=AT_ONCE)
    return held


def _changed(
    entry: RegisterEntry,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    people: Mapping[str, int | None],
) -> str:
    """Return what was changed, with what stood there before."""
    register = entry.description
    found = [
        f"{spec.label.rstrip('?')}: {before.get(spec.name) or 'nothing'}"
        for spec in register.fields
        if str(before.get(spec.name) or "") != str(after.get(spec.name) or "")
    ]
    for name, user in people.items():
        held = getattr(entry, name)
        if user and held is not None and user != held.pk:
            found.append(f"{getattr(register, f'{name}_label').rstrip('?')}: {held.name}")
    return "; ".join(found)


@transaction.atomic
def close_entry(*, by: Actor, entry: RegisterEntry, words: str = "") -> RegisterEntry:
    """Close an entry: given back, deleted, shredded. Where the register says so, under a sealed certificate.

    Raise PermissionDenied, EntryTransitionError, SealError.
    """
    can_close.check(by, entry)
    held = locked(entry)
    closing = held.description.closing
    if closing is None:
        raise EntryTransitionError("The entries of this register are not closed.")
    held.due_on = None
    if closing.shreds:
        held.details, held.title = "", ""
    move(by, held, "be closed", "due_on", "details", "title", how=closing.done)
    note(by, held, EntryNoteKind.DONE, words)
    if closing.certificate:
        seal_record(held, what=closing.done, by=by.name)
    return held


@transaction.atomic
def shred_due(*, school: School, on: date) -> int:
    """Shred what must not be kept longer, each under a sealed certificate, and return how many."""
    shredded = [each.name for each in load_registers().values() if each.shred_days]
    rows = RegisterEntry.objects.filter(
        school=school, register__in=shredded, state=EntryState.RECORDED, due_on__lte=on
    )
    count = 0
    for row in rows.order_by("pk"):
        held = locked(row)
        held.details, held.title, held.due_on = "", "", None
        move(None, held, "be closed", "details", "title", "due_on", how="shredded")
        held.notes.all().delete()
        seal_record(held, what="shredded", by="the site, by itself")
        count += 1
    return count


@transaction.atomic
def set_up_registers(*, by: Actor, school: School, days: int, home_time: time) -> None:
    """Set within how many working days a request is decided, and when pupils go home.

    Raise PermissionDenied.
    """
    can_set_up_registers.check(by, school)
    values = {"decide_within": days, "home_time": home_time}
    RegisterSettings.objects.update_or_create(school=school, defaults=values)
    tell_settings(by, school, days)


def tell_settings(by: Actor, school: School, days: int) -> None:
    """Write to the record what was set."""
    record(
        school_id=school.pk,
        by=by.user_id,
        verb=RegisterEvent.SET_HOW_FAST_REQUESTS_ARE_DECIDED,
        subject="registers",
        detail={"days": days, "at": timezone.localdate().isoformat()},
    )


def record_look(*, by: Actor, entry: RegisterEntry) -> None:
    """Record that somebody opened a sensitive entry of another person, in a transaction of its own."""
    if entry.description.is_sensitive and by.user_id != entry.made_by_id:
        with transaction.atomic():
            tell(by, entry, RegisterEvent.LOOKED_AT_ENTRY)


def record_list_look(
    *,
    by: Actor,
    school: School,
    register: RegisterDescription,
    entries: Iterable[RegisterEntry],
    verb: RegisterEvent,
) -> None:
    """Record that somebody saw entries of a sensitive register in a list that shows what they say.

    One's own entries are no look, nor is a list that holds nothing of an entry but its topic.
    """
    others = sum(1 for each in entries if each.made_by_id != by.user_id)
    if register.is_sensitive and register.listed and others:
        name = f"{register.name} list"
        record(school_id=school.pk, by=by.user_id, verb=verb, subject=name, detail={"entries": others})
