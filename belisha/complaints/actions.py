from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.complaints.encryption import PURPOSE, decrypted
from belisha.complaints.models import ComplaintsProcedure, Entry, EntryKind, HeardBy, Matter, MatterKind
from belisha.complaints.pacing import is_paced, pace_for
from belisha.complaints.permissions import check_can_hear, check_can_set_procedure
from belisha.complaints.receipts import new_receipt, receipt_hash, receipt_of
from belisha.complaints.record import ComplaintEvent
from belisha.complaints.spool import SentMatter, SpooledMatter, read_spool, write_to_spool
from belisha.complaints.states import MATTER_LIFE, OPEN, MatterState
from belisha.duties.triggers import request_sweep
from belisha.outbox.working_days import working_day_after
from belisha.people.accounts.encryption import encrypt
from belisha.people.accounts.tokens import hash_token
from belisha.people.models import School

BROUGHT = {
    MatterKind.COMPLAINT: ComplaintEvent.BROUGHT_COMPLAINT,
    MatterKind.CONCERN: ComplaintEvent.BROUGHT_CONCERN,
}


class NotKeptError(Exception):
    """Neither the spool nor the database could keep what was sent. The sender still has the words."""


class MatterTransitionError(Exception):
    """The table of moves does not allow this now. The sentence says why."""


def receive_matter(*, school: School, sent: SentMatter, sending: str = "", work: str = "") -> str:
    """Keep what somebody sends and return its receipt: first in the spool, then in the database.

    Nothing is refused or lost: what the database cannot take now is taken in by a later sweep, under the same
    receipt. `sending` is the stamp of the form, `work` what the browser did for it (see `pacing`). Raise
    NotKeptError if neither the disk nor the database takes it.
    """
    is_quarantined = not _is_paced(school, sending, work)
    code = receipt_of(f"{school.pk} {sent.kind} {sending} {sent.words}") if sending else new_receipt()
    spooled = SpooledMatter(school.pk, sent, code, sending, is_quarantined)
    file = _spooled(spooled)
    try:
        submit_matter(spooled)
    except DatabaseError as error:
        if file is None:
            raise NotKeptError from error
        return code
    if file is not None:
        file.unlink(missing_ok=True)
    return code


def take_in_spool() -> int:
    """Take in what waits in the spool, and return how many matters are new."""
    count = 0
    for file, spooled in read_spool():
        if not School.objects.filter(pk=spooled.school_id).exists():
            continue
        count += submit_matter(spooled)[1]
        file.unlink(missing_ok=True)
    return count


def _spooled(matter: SpooledMatter) -> Path | None:
    """Return the file in the spool; None if the disk does not take it, so that the database still may."""
    try:
        return write_to_spool(matter, receipt_hash(matter.code))
    except OSError:
        return None


def _is_paced(school: School, sending: str, work: str) -> bool:
    try:
        is_used = bool(sending) and Matter.objects.filter(stamp_hash=hash_token(sending)).exists()
        recent = recent_matters(school)
    except DatabaseError:
        return True
    return is_paced(sending, work, recent) and not (is_used and pace_for(recent).bits)


def recent_matters(school: School) -> int:
    """Return how many matters came in at the school within the last hour."""
    return Matter.objects.filter(school=school, made_at__gt=timezone.now() - timedelta(hours=1)).count()


@transaction.atomic
def submit_matter(spooled: SpooledMatter) -> tuple[Matter, bool]:
    """Save a matter under its receipt. Return it, and whether it is new: a second click is not.

    No network address is stored.
    """
    # Two clicks wait for each other.
    school = School.objects.select_for_update(no_key=True).get(pk=spooled.school_id)
    receipt, sent = receipt_hash(spooled.code), spooled.sent
    there = Matter.objects.filter(receipt_hash=receipt).first()
    if there is not None:
        return there, False
    matter = Matter.objects.create(
        school=school,
        kind=sent.kind,
        heard_by=sent.heard_by,
        receipt_hash=receipt,
        stamp_hash=hash_token(spooled.stamp) if spooled.stamp else "",
        name=encrypt(sent.name, PURPOSE) if sent.name else "",
        contact=encrypt(sent.contact, PURPOSE) if sent.contact else "",
        answer_due_on=working_day_after(today(), school.answer_within),
        is_about_school=sent.is_about_school,
        is_quarantined=spooled.is_quarantined,
    )
    _say(matter, EntryKind.SAID, sent.words)
    _tell(None, matter, BROUGHT[MatterKind(sent.kind)])
    request_sweep(school, at_once="complaints")
    return matter, True


@transaction.atomic
def add_words(*, matter: Matter, words: str) -> Matter:
    """Add words of the sender. A matter that was answered or closed opens again."""
    locked = _lock(matter)
    _say(locked, EntryKind.SAID, words)
    if not MATTER_LIFE.refusal("be taken up again", locked.state):
        locked.answer_due_on = working_day_after(today(), locked.school.answer_within)
        _move(None, locked, "be taken up again")
    else:
        _tell(None, locked, ComplaintEvent.ADDED_TO_MATTER)
    return locked


@transaction.atomic
def note_in_matter(*, by: Actor, matter: Matter, words: str) -> Matter:
    """Add a note for those handling the matter; the first starts the work on it. Raises PermissionDenied."""
    check_can_hear(by, matter)
    locked = _lock(matter)
    _say(locked, EntryKind.NOTE, words, by)
    if locked.state == MatterState.RECEIVED:
        _move(by, locked, "be looked at")
    else:
        _tell(by, locked, ComplaintEvent.NOTED)
    return locked


@transaction.atomic
def answer_matter(*, by: Actor, matter: Matter, words: str) -> Matter:
    """Answer a matter; the sender reads the answer with the receipt.

    Raises PermissionDenied, or MatterTransitionError if it was answered already (a double click, two people).
    """
    check_can_hear(by, matter)
    locked = _lock(matter)
    _move(by, locked, "be answered")
    _say(locked, EntryKind.ANSWER, words, by)
    return locked


@transaction.atomic
def add_to_answer(*, by: Actor, matter: Matter, words: str) -> Matter:
    """Add to an answer, or put it better. The same words twice are kept once.

    Raises PermissionDenied, or MatterTransitionError if it has no answer yet or is open again.
    """
    check_can_hear(by, matter)
    locked = _lock(matter)
    if locked.state not in (MatterState.ANSWERED, MatterState.CLOSED):
        message = "It waits for an answer again. Read what was added, and answer that."
        raise MatterTransitionError(message)
    last = Entry.objects.filter(matter=locked, kind=EntryKind.ANSWER).latest("pk")
    if decrypted(last.words) != words:
        _say(locked, EntryKind.ANSWER, words, by)
        _tell(by, locked, ComplaintEvent.ADDED_TO_ANSWER)
    return locked


@transaction.atomic
def close_matter(*, by: Actor, matter: Matter) -> Matter:
    """Close an answered matter. Raises PermissionDenied, MatterTransitionError."""
    check_can_hear(by, matter)
    locked = _lock(matter)
    _move(by, locked, "be closed")
    return locked


@transaction.atomic
def hand_on_matter(*, by: Actor, matter: Matter, words: str) -> Matter:
    """Hand a matter on to the others who hear such, with everything in it; `words` are a note for them.

    It is open again, with a new day for the answer. Raise PermissionDenied, or MatterTransitionError where
    it is about those to whom it would go.
    """
    check_can_hear(by, matter)
    locked = _lock(matter)
    other = locked.other_hearers
    if other == HeardBy.SCHOOL and locked.is_about_school:
        message = "It is about those to whom it would go, so it stays with the governors."
        raise MatterTransitionError(message)
    _say(locked, EntryKind.NOTE, words, by)
    _pass_to(locked, other, by)
    return locked


@transaction.atomic
def escalate_matter(*, matter: Matter, words: str) -> Matter:
    """Let the governors hear a matter, as its sender asks. Raise MatterTransitionError if they do already."""
    locked = _lock(matter)
    if locked.heard_by == HeardBy.GOVERNORS:
        message = "The governors are looking at it already."
        raise MatterTransitionError(message)
    if words:
        _say(locked, EntryKind.SAID, words)
    _pass_to(locked, HeardBy.GOVERNORS, None)
    return locked


def _pass_to(matter: Matter, heard_by: HeardBy, by: Actor | None) -> None:
    matter.heard_by = heard_by
    matter.answer_due_on = working_day_after(today(), matter.school.answer_within)
    if matter.state not in OPEN:
        matter.state = MatterState.LOOKED_AT
    matter.save(update_fields=["heard_by", "answer_due_on", "state"])
    _say(matter, EntryKind.HANDED_ON, f"To {heard_by.label}", by)
    _tell(by, matter, ComplaintEvent.HANDED_MATTER_ON if by else ComplaintEvent.ASKED_FOR_GOVERNORS)
    request_sweep(matter.school, at_once="complaints")


@transaction.atomic
def release_matter(*, by: Actor, matter: Matter) -> Matter:
    """Take a matter that was held back in with the others. Raise PermissionDenied."""
    check_can_hear(by, matter)
    locked = _lock(matter)
    if locked.is_quarantined:
        locked.is_quarantined = False
        locked.save(update_fields=["is_quarantined"])
        _tell(by, locked, ComplaintEvent.TOOK_IN_MATTER_THAT_WAS_HELD_BACK)
        request_sweep(locked.school, at_once="complaints")
    return locked


@transaction.atomic
def set_procedure(*, by: Actor, school: School, title: str, address: str = "", where: str = "") -> None:
    """Say where the school's complaints procedure is found. Raise PermissionDenied."""
    check_can_set_procedure(by, school)
    said = {"title": title, "address": address, "where": where, "changed_at": timezone.now()}
    ComplaintsProcedure.objects.update_or_create(school=school, defaults=said)
    record(
        school_id=school.pk,
        by=by.user_id,
        verb=ComplaintEvent.SAID_WHERE_COMPLAINTS_PROCEDURE_IS,
        subject="complaints procedure",
        detail={"address": address},
    )


def record_view(*, by: Actor, matter: Matter) -> None:
    """Record that someone opened a matter."""
    _tell(by, matter, ComplaintEvent.LOOKED_AT_MATTER)


def _lock(matter: Matter) -> Matter:
    found: Matter = Matter.objects.select_for_update(of=("self",)).select_related("school").get(pk=matter.pk)
    return found


def _move(by: Actor | None, matter: Matter, verb: str) -> None:
    refusal = MATTER_LIFE.refusal(verb, matter.state)
    if refusal:
        raise MatterTransitionError(refusal)
    move = MATTER_LIFE.move(verb)
    matter.state = move.target
    matter.save(update_fields=["state", "answer_due_on"])
    _tell(by, matter, move.event)
    request_sweep(matter.school, at_once="complaints")


def _say(matter: Matter, kind: EntryKind, words: str, by: Actor | None = None) -> None:
    who = by.user_id if by else None
    Entry.objects.create(matter=matter, kind=kind, by_id=who, words=encrypt(words, PURPOSE))


def _tell(by: Actor | None, matter: Matter, verb: Verb) -> None:
    detail = {"kind": matter.kind, "state": matter.state}
    actor = by.user_id if by else None
    record(
        school_id=matter.school_id,
        by=actor,
        verb=verb,
        subject=f"matter {matter.reference}",
        detail=detail,
        is_confidential=True,
    )
