"""Removal of content: asked, due, taken further, removed, and looked at again."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.verbs import Verb
from belisha.base.clock import today
from belisha.cases.actions.chronology import CaseRefusedError, add_entry, lock_case, look_again, move, tell
from belisha.cases.actions.people import add_mark
from belisha.cases.library import reporting
from belisha.cases.models import AskedOf, ChronologyKind, IncidentCase, Takedown
from belisha.cases.permissions import can_see_case
from belisha.cases.record import CaseEvent
from belisha.cases.states import TAKEDOWN_LIFE, TakedownState

TIME_LIMIT = "takedown"


@transaction.atomic
def ask_takedown(
    *,
    by: Actor,
    case: IncidentCase,
    asked_of: str,
    platform: str = "",
    address: str = "",
    reference: str = "",
) -> Takedown:
    """Note that the person or the platform was asked to remove something, and by when it is chased.

    Raise PermissionDenied, or CaseRefusedError without the address of what is to go.
    """
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if asked_of not in AskedOf.values:
        raise CaseRefusedError("Choose who is asked to remove it.")
    if not address.strip():
        raise CaseRefusedError("Enter where it is: the address, or the name of the group or account.")
    made: Takedown = Takedown.objects.create(
        case=locked,
        asked_of=asked_of,
        platform=platform.strip()[:100],
        sealed_address=locked.seal(address.strip()[:500]),
        sealed_reference=locked.seal(reference.strip()[:200]),
        cites=", ".join(_cites(locked, asked_of))[:120],
        due_at=timezone.now() + timedelta(hours=reporting()[TIME_LIMIT]["hours"]),
    )
    add_mark(by=by, case=locked, kind="address", value=address)
    _told(by, locked, made, CaseEvent.ASKED_FOR_REMOVAL, address.strip()[:500])
    return made


@transaction.atomic
def refuse_takedown(*, by: Actor, takedown: Takedown, words: str) -> Takedown:
    """Note that the removal was refused. Raise PermissionDenied, or CaseRefusedError."""
    return _moved(by, takedown, "be refused", words)


@transaction.atomic
def escalate_takedown(*, by: Actor, takedown: Takedown, to: str, words: str) -> Takedown:
    """Take a removal further: to the platform, POSH or RHC, with a new time limit. Raise CaseRefusedError."""
    if to not in reporting()["referrals"]:
        raise CaseRefusedError("Choose who helps to get it removed.")
    case, locked = _locked(by, takedown)
    event = move(locked, TAKEDOWN_LIFE, "be escalated")
    locked.escalated_to, locked.escalated_at = to, timezone.now()
    locked.due_at = timezone.now() + timedelta(hours=reporting()[TIME_LIMIT]["hours"])
    locked.save(update_fields=["escalated_to", "escalated_at", "due_at"])
    _told(by, case, locked, event, words)
    return locked


@transaction.atomic
def finish_takedown(*, by: Actor, takedown: Takedown, words: str = "") -> Takedown:
    """Note that it is gone; a later look whether it came back is due. Raise PermissionDenied."""
    case, locked = _locked(by, takedown)
    event = move(locked, TAKEDOWN_LIFE, "be done")
    locked.ended_at = timezone.now()
    locked.look_again_on = today() + timedelta(days=reporting()[TIME_LIMIT]["look_again_days"])
    locked.save(update_fields=["ended_at", "look_again_on"])
    _told(by, case, locked, event, words)
    return locked


@transaction.atomic
def give_up_takedown(*, by: Actor, takedown: Takedown, words: str) -> Takedown:
    """Give a removal up, with the reason and what is done next (B90b). Raise CaseRefusedError without one."""
    if not words.strip():
        raise CaseRefusedError("Say why it is given up, and what you do next.")
    case, locked = _locked(by, takedown)
    event = move(locked, TAKEDOWN_LIFE, "be given up")
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    add_entry(case, ChronologyKind.DECISION, "" if case.is_image else words, by=by, about="removal given up")
    _told(by, case, locked, event, words)
    return locked


@transaction.atomic
def look_whether_back(*, by: Actor, takedown: Takedown, is_back: bool) -> Takedown:
    """Note whether what was removed has come back; if it has, it is asked for again."""
    case, locked = _locked(by, takedown)
    if locked.state != TakedownState.REMOVED:
        raise CaseRefusedError("It has not been removed yet.")
    locked.look_again_on = None
    event: Verb = CaseEvent.LOOKED_WHETHER_IT_CAME_BACK
    if is_back:
        event = move(locked, TAKEDOWN_LIFE, "be asked again")
        locked.due_at = timezone.now() + timedelta(hours=reporting()[TIME_LIMIT]["hours"])
    locked.save(update_fields=["look_again_on", "due_at"])
    _told(by, case, locked, event, "It is back." if is_back else "It is still gone.")
    return locked


def _cites(case: IncidentCase, asked_of: str) -> list[str]:
    """Return the lines of the policy about such a removal, from the tasks of the case."""
    words = (
        ("platform", "provider", "report")
        if asked_of == AskedOf.PLATFORM
        else ("remove", "delete", "taken down")
    )
    return list(
        dict.fromkeys(
            cite
            for task in case.tasks.all()
            if task.cites and any(word in task.do.casefold() for word in words)
            for cite in task.cites
        )
    )


def _locked(by: Actor, takedown: Takedown) -> tuple[IncidentCase, Takedown]:
    case = lock_case(takedown.case)
    can_see_case.check(by, case)
    return case, Takedown.objects.select_for_update().get(pk=takedown.pk)


def _moved(by: Actor, takedown: Takedown, verb: str, words: str) -> Takedown:
    case, locked = _locked(by, takedown)
    _told(by, case, locked, move(locked, TAKEDOWN_LIFE, verb), words)
    return locked


def _told(by: Actor, case: IncidentCase, takedown: Takedown, event: Verb, words: str) -> None:
    about = f"removal {takedown.pk}: {takedown.state}"
    said = "" if case.is_image and takedown.state != TakedownState.ASKED else words.strip()
    add_entry(case, ChronologyKind.TAKEDOWN, said, by=by, about=about, cites=takedown.cites)
    tell(by, case, event, takedown=takedown.pk)
    look_again(case)
