"""What is done with a request: ask, ask back, answer, grant, decline, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.duties.triggers import request_sweep
from belisha.outbox.actions import queue_notice
from belisha.outbox.links import absolute
from belisha.outbox.models import Priority
from belisha.outbox.working_days import working_day_after, working_days_of
from belisha.people.models import School
from belisha.people.roles import with_ancestors
from belisha.policies.queries import policy_in_force
from belisha.registers.changes import AT_ONCE, first_due, locked, move, note, tell, tell_ended
from belisha.registers.deciders import decider_of
from belisha.registers.descriptions import RegisterDescription
from belisha.registers.documents import seal_permission
from belisha.registers.door import school_year
from belisha.registers.encryption import sealed_values
from belisha.registers.exceptions import EntryTransitionError
from belisha.registers.files import AttachedFile, attach_file
from belisha.registers.leave import AskedLeave
from belisha.registers.models import EntryNoteKind, RegisterEntry, RegisterSettings
from belisha.registers.permissions import can_decide, can_make, can_withdraw
from belisha.registers.record import RegisterEvent
from belisha.registers.states import EntryState

DECIDE_WITHIN = 5


@dataclass(frozen=True, slots=True)
class RequestInput:
    """A request as asked. `situation` holds role, action, towards and facts; `key` is the form's stamp."""

    values: Mapping[str, Any]
    key: str
    situation: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    leave: tuple[AskedLeave, ...] = ()
    title: str = ""
    topic: str = ""
    channel: str = ""
    person_id: int | None = None
    other_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    is_done_already: bool = False
    start_id: int | None = None
    file: AttachedFile | None = None


@transaction.atomic
def ask(*, by: Actor, school: School, register: RegisterDescription, asked: RequestInput) -> RegisterEntry:
    """Save a request and open the duty to decide it. A second click returns the first request.

    Raise PermissionDenied; FileRefusedError or FileTooLargeError for a file that is not taken.
    """
    can_make.check(by, school, register)
    place = School.objects.select_for_update(no_key=True).get(pk=school.pk)
    there: RegisterEntry | None = RegisterEntry.objects.filter(school=place, key=asked.key).first()
    if there is not None:
        return there
    in_force = policy_in_force(place.slug)
    entry = RegisterEntry(
        school=place,
        register=register.name,
        state=EntryState.ASKED,
        made_by_id=by.user_id,
        person_id=asked.person_id,
        other_id=asked.other_id,
        title=asked.title,
        topic=asked.topic,
        channel=asked.channel,
        details=sealed_values(asked.values),
        situation=dict(asked.situation),
        clauses=[each.stored() for each in asked.leave],
        version=in_force.version if in_force else None,
        is_prior=False if asked.is_done_already else None,
        from_on=asked.from_on,
        to_on=asked.to_on,
        start_id=asked.start_id,
        key=asked.key,
        year=school_year(today()),
        decide_by=working_day_after(today(), decide_within(place), working_days_of(place)),
    )
    found = decider_of(entry, today(), in_force.policy if in_force else None)
    entry.office = found.office
    entry.save(force_insert=True)
    if asked.file is not None:
        attach_file(entry, asked.file)
    note(by, entry, EntryNoteKind.ASKED)
    tell(by, entry, RegisterEvent.ASKED_FOR_DECISION, clauses=[each.clause for each in asked.leave])
    request_sweep(place, at_once=AT_ONCE)
    return entry


def decide_within(school: School) -> int:
    """Return within how many working days the school decides a request."""
    rows = RegisterSettings.objects.filter(school=school)
    return int(rows.values_list("decide_within", flat=True).first() or DECIDE_WITHIN)


@transaction.atomic
def ask_back(*, by: Actor, entry: RegisterEntry, words: str) -> RegisterEntry:
    """Ask the asker something before deciding. Raise PermissionDenied, EntryTransitionError."""
    can_decide.check(by, entry)
    held = locked(entry)
    move(by, held, "be asked back")
    note(by, held, EntryNoteKind.ASKED_BACK, words)
    _tell_asker(held, "asked back", "You are asked something about your request")
    return held


@transaction.atomic
def answer_back(*, by: Actor, entry: RegisterEntry, words: str) -> RegisterEntry:
    """Answer what was asked back. The days to decide it begin anew. Raise EntryTransitionError."""
    held = locked(entry)
    if by.user_id != held.made_by_id:
        message = "Only whoever asked answers this."
        raise EntryTransitionError(message)
    held.decide_by = working_day_after(today(), decide_within(held.school), working_days_of(held.school))
    move(by, held, "be answered", "decide_by")
    note(by, held, EntryNoteKind.ANSWERED, words)
    return held


@dataclass(frozen=True, slots=True)
class Granting:
    """How a request is granted: from and to, on which service, on which conditions, and in which form.

    Without `to_on` it holds until it is withdrawn; only registers whose entries may last have that.
    `advice` is what Education Personnel advised, where the policy has it sought (G56c).
    """

    from_on: date
    to_on: date | None
    channel: str = ""
    conditions: str = ""
    form: str = "written"
    advice: str = ""


@transaction.atomic
def grant(*, by: Actor, entry: RegisterEntry, granting: Granting) -> RegisterEntry:
    """Grant a request; a written one becomes a sealed document.

    Raise PermissionDenied; EntryTransitionError if somebody else decided it or the dates are impossible;
    SealError if it cannot be sealed (nothing is saved then).
    """
    can_decide.check(by, entry)
    held = locked(entry)
    _check_dates(held, granting)
    held.decided_by_id, held.decided_at = by.user_id, timezone.now()
    held.decided_as = _decided_as(by, held)
    held.from_on, held.to_on = granting.from_on, granting.to_on
    held.channel, held.form = granting.channel, granting.form
    held.due_on = first_due(held.description, granting.from_on)
    if held.is_prior is None:
        held.is_prior = True
    values = {**held.values, "conditions": granting.conditions, "advice": granting.advice}
    held.details = sealed_values(values)
    changed = ("decided_by", "decided_at", "decided_as", "from_on", "to_on", "channel", "form", "is_prior")
    until = granting.to_on.isoformat() if granting.to_on else ""
    move(by, held, "be granted", *changed, "details", "due_on", form=granting.form, until=until)
    note(by, held, EntryNoteKind.DECIDED, granting.conditions)
    if granting.form == "written":
        held.refresh_from_db()
        seal_permission(held, conditions=granting.conditions)
    _supersede_renewed(by, held)
    _tell_asker(held, "decided", "Your request is decided")
    return held


def _check_dates(entry: RegisterEntry, granting: Granting) -> None:
    longest = entry.description.longest_days
    if granting.to_on is None:
        if longest:
            message = "Enter the last day on which it holds. It can be renewed."
            raise EntryTransitionError(message)
        return
    if granting.to_on < granting.from_on:
        message = "The last day is before the first. Choose a later last day."
        raise EntryTransitionError(message)
    if longest and granting.to_on - granting.from_on > timedelta(days=longest):
        message = f"It can hold for {longest} days at most. Choose an earlier last day; it can be renewed."
        raise EntryTransitionError(message)


def _decided_as(by: Actor, entry: RegisterEntry) -> str:
    """Return the office as which the person decides: the one that the policy names, else their own."""
    found = decider_of(entry, today())
    if by.user_id in {each.user_id for each in found.people}:
        return found.office
    held = [role for school, role in by.offices if school == entry.school_id]
    return next((role for role in held if found.above in with_ancestors(role)), held[0] if held else "")


def _supersede_renewed(by: Actor, entry: RegisterEntry) -> None:
    """End the permission that this one renews, from the day on which this one begins."""
    before = entry.start
    if before is None or before.state != EntryState.GRANTED:
        return
    earlier = locked(before)
    if earlier.to_on is None or entry.from_on is None or earlier.to_on < entry.from_on:
        return
    move(by, earlier, "be superseded", by_request=entry.pk)


@transaction.atomic
def decline(*, by: Actor, entry: RegisterEntry, words: str) -> RegisterEntry:
    """Decline a request, with a reason. Raise PermissionDenied, EntryTransitionError."""
    can_decide.check(by, entry)
    held = locked(entry)
    held.decided_by_id, held.decided_at = by.user_id, timezone.now()
    held.decided_as = _decided_as(by, held)
    move(by, held, "be declined", "decided_by", "decided_at", "decided_as")
    note(by, held, EntryNoteKind.DECIDED, words)
    _tell_asker(held, "decided", "Your request is decided")
    return held


@transaction.atomic
def withdraw(*, by: Actor, entry: RegisterEntry, words: str = "") -> RegisterEntry:
    """Withdraw a request or what was granted. Whoever something hung on it for is told.

    Raise PermissionDenied, EntryTransitionError.
    """
    can_withdraw.check(by, entry)
    held = locked(entry)
    held.due_on = None
    move(by, held, "be withdrawn", "due_on")
    note(by, held, EntryNoteKind.DONE, words)
    text = (
        f"A {held.description.one} at {held.school.name} is withdrawn. From now on do no more of it, and "
        "take down what was put up under it."
    )
    tell_ended(held, f"A {held.description.one} is withdrawn", text, but=by.user_id)
    return held


def _tell_asker(entry: RegisterEntry, what: str, subject: str) -> None:
    """Send the asker a mail without names or words: it leads to the page."""
    if entry.made_by_id is None:
        return
    link = absolute(reverse("registers:entry", args=[entry.school.slug, entry.register, entry.pk]))
    queue_notice(
        school_id=entry.school_id,
        to_id=entry.made_by_id,
        key=f"{entry.register} {entry.pk} {what} {entry.notes.count()}",
        subject=subject,
        text=f"{subject} at {entry.school.name}.\n\nRead it here: {link}\n",
        pace=Priority.WORKING_DAYS,
    )
