from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.complaints.models import Entry, EntryKind, Matter, MatterKind
from belisha.complaints.permissions import check_can_hear
from belisha.complaints.receipts import new_receipt, receipt_hash, receipt_of
from belisha.complaints.sealed import PURPOSE, opened
from belisha.complaints.states import MATTER_LIFE, MatterState
from belisha.duties.at_once import sweep_at_once
from belisha.notices.working_days import working_day_after
from belisha.people.models import School
from belisha.people.sealing import seal

MOST_IN_AN_HOUR = 60


class TooManyError(Exception):
    """So many have come in within an hour that something else is going on."""


class MatterMoveError(Exception):
    """This may not be done to the matter now. The sentence says why."""


@transaction.atomic
def bring_matter(
    *,
    school: School,
    kind: MatterKind,
    heard_by: str,
    words: str,
    name: str = "",
    contact: str = "",
    sending: str = "",
) -> tuple[Matter, str]:
    """Keep what somebody brings. Returns it and the receipt, which is shown once and not kept.

    The same words with the same `sending`, the random mark of the form that they came in, are kept once:
    a second click gets the matter and the receipt of the first. Nobody's address on the network is kept.
    Raises TooManyError.
    """
    School.objects.select_for_update().get(pk=school.pk)  # two clicks wait for each other
    code = receipt_of(sending) if sending else new_receipt()
    before = Matter.objects.filter(receipt_hash=receipt_hash(code)).first()
    if before is not None:
        if before.school_id == school.pk and before.kind == kind and _first_words(before) == words:
            return before, code
        code = new_receipt()  # they came back to the form and told something else
    recent = Matter.objects.filter(school=school, made_at__gt=timezone.now() - timedelta(hours=1))
    if recent.count() >= MOST_IN_AN_HOUR:
        raise TooManyError
    matter = Matter.objects.create(
        school=school,
        kind=kind,
        heard_by=heard_by,
        receipt_hash=receipt_hash(code),
        name=seal(name, PURPOSE) if name else "",
        contact=seal(contact, PURPOSE) if contact else "",
        answer_due_on=working_day_after(today(), school.answer_within),
    )
    _say(matter, EntryKind.SAID, words)
    _tell(None, matter, f"brought a {kind}")
    sweep_at_once(school)
    return matter, code


@transaction.atomic
def add_words(*, matter: Matter, words: str) -> Matter:
    """What whoever brought it adds later. A matter that was answered or closed is taken up again."""
    locked = _lock(matter)
    _say(locked, EntryKind.SAID, words)
    if not MATTER_LIFE.refusal("be taken up again", locked.state):
        locked.answer_due_on = working_day_after(today(), locked.school.answer_within)
        _move(None, locked, "be taken up again")
    else:
        _tell(None, locked, "added to a matter")
    return locked


@transaction.atomic
def note_in_matter(*, by: Actor, matter: Matter, words: str) -> Matter:
    """A note for those who hear it. It begins the looking at, where nobody had. Raises PermissionDenied."""
    check_can_hear(by, matter)
    locked = _lock(matter)
    _say(locked, EntryKind.NOTE, words, by)
    if locked.state == MatterState.RECEIVED:
        _move(by, locked, "be looked at")
    else:
        _tell(by, locked, "noted")
    return locked


@transaction.atomic
def answer_matter(*, by: Actor, matter: Matter, words: str) -> Matter:
    """The answer, which whoever brought it reads with their receipt.

    Raises PermissionDenied, MatterMoveError where it was answered already (a double click, two people).
    """
    check_can_hear(by, matter)
    locked = _lock(matter)
    _move(by, locked, "be answered")
    _say(locked, EntryKind.ANSWER, words, by)
    return locked


@transaction.atomic
def add_to_answer(*, by: Actor, matter: Matter, words: str) -> Matter:
    """More words, or better ones, for whoever brought it, after the answer. The same twice are kept once.

    Raises PermissionDenied, MatterMoveError where it is not answered yet, or was taken up again.
    """
    check_can_hear(by, matter)
    locked = _lock(matter)
    if locked.state not in (MatterState.ANSWERED, MatterState.CLOSED):
        message = "It waits for an answer again. Read what was added, and answer that."
        raise MatterMoveError(message)
    last = Entry.objects.filter(matter=locked, kind=EntryKind.ANSWER).latest("pk")
    if opened(last.words) != words:
        _say(locked, EntryKind.ANSWER, words, by)
        _tell(by, locked, "added to the answer")
    return locked


@transaction.atomic
def close_matter(*, by: Actor, matter: Matter) -> Matter:
    """Close what was answered. Raises PermissionDenied, MatterMoveError."""
    check_can_hear(by, matter)
    locked = _lock(matter)
    _move(by, locked, "be closed")
    return locked


def note_look(*, by: Actor, matter: Matter) -> None:
    """Each look at what somebody brought in confidence is on the record."""
    _tell(by, matter, "looked at a matter")


def _lock(matter: Matter) -> Matter:
    found: Matter = Matter.objects.select_for_update(of=("self",)).select_related("school").get(pk=matter.pk)
    return found


def _move(by: Actor | None, matter: Matter, verb: str) -> None:
    refusal = MATTER_LIFE.refusal(verb, matter.state)
    if refusal:
        raise MatterMoveError(refusal)
    move = MATTER_LIFE.move(verb)
    matter.state = move.target
    matter.save(update_fields=["state", "answer_due_on"])
    _tell(by, matter, move.event)
    sweep_at_once(matter.school)


def _say(matter: Matter, kind: EntryKind, words: str, by: Actor | None = None) -> None:
    who = by.user_id if by else None
    Entry.objects.create(matter=matter, kind=kind, by_id=who, words=seal(words, PURPOSE))


def _first_words(matter: Matter) -> str | None:
    first = matter.entries.filter(kind=EntryKind.SAID).order_by("pk").first()
    return opened(first.words) if first else None


def _tell(by: Actor | None, matter: Matter, verb: str) -> None:
    detail = {"kind": matter.kind, "state": matter.state}
    actor = by.user_id if by else None
    record(school_id=matter.school_id, by=actor, verb=verb, subject=f"matter {matter.pk}", detail=detail)
