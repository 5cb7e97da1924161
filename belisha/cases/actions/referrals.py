"""Referrals: sent is not acknowledged, and none ends without a reference or a reason."""

from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.verbs import Verb
from belisha.cases.actions.cases import said_of
from belisha.cases.actions.chronology import CaseRefusedError, add_entry, lock_case, look_again, move, tell
from belisha.cases.library import referral_label, reporting
from belisha.cases.models import ChronologyKind, IncidentCase, Referral
from belisha.cases.permissions import can_see_case
from belisha.cases.record import CaseEvent
from belisha.cases.states import REFERRAL_LIFE, ReferralState

LONGEST_REFERENCE = 80
NO_REFERENCE = (
    "Enter the reference that they gave you, such as a crime number, or the name of the post that took it."
)


@transaction.atomic
def add_referral(*, by: Actor, case: IncidentCase, to: str) -> Referral:
    """Add a referral to make. A second one to the same body is the first. Raise PermissionDenied."""
    locked = lock_case(case)
    can_see_case.check(by, locked)
    if to not in reporting()["referrals"]:
        raise CaseRefusedError("Choose whom it is referred to.")
    found, is_new = Referral.objects.get_or_create(case=locked, to=to)
    if is_new:
        add_entry(locked, ChronologyKind.REFERRAL, "", by=by, about=f"{to}: to make")
        tell(by, locked, CaseEvent.ADDED_REFERRAL, to=to)
        look_again(locked)
    return found


@transaction.atomic
def send_referral(*, by: Actor, referral: Referral, reference: str) -> Referral:
    """Say that a referral was sent, with how: the reference, or by whom it was taken.

    Raise CaseRefusedError.
    """
    case, locked = _locked(by, referral)
    said = _reference(reference)
    event = move(locked, REFERRAL_LIFE, "be sent")
    locked.sent_at, locked.sealed_reference = timezone.now(), case.seal(said)
    locked.save(update_fields=["sent_at", "sealed_reference"])
    return _told(by, case, locked, event, said)


@transaction.atomic
def acknowledge_referral(*, by: Actor, referral: Referral, reference: str) -> Referral:
    """Say that the body has acknowledged it, with its reference. Raise PermissionDenied, CaseRefusedError."""
    case, locked = _locked(by, referral)
    said = _reference(reference)
    event = move(locked, REFERRAL_LIFE, "be acknowledged")
    locked.acknowledged_at, locked.sealed_reference = timezone.now(), case.seal(said)
    locked.save(update_fields=["acknowledged_at", "sealed_reference"])
    return _told(by, case, locked, event, said)


@transaction.atomic
def answer_referral(
    *, by: Actor, referral: Referral, reference: str, words: str = "", choice: str = ""
) -> Referral:
    """Record what the body answered or advised, with its reference. Advice opens the locks that wait for it.

    Raise PermissionDenied, CaseRefusedError.
    """
    case, locked = _locked(by, referral)
    said, ref = said_of(case, words, choice), _reference(reference)
    event = move(locked, REFERRAL_LIFE, "be answered")
    locked.answered_at, locked.sealed_answer = timezone.now(), case.seal(said)
    locked.sealed_reference = case.seal(ref)
    locked.save(update_fields=["answered_at", "sealed_answer", "sealed_reference"])
    name = locked.to.replace("-", " ")
    for lock in sorted({task.locked_until for task in case.tasks.exclude(locked_until="")}):
        if name in lock.casefold().replace("-", " "):
            add_entry(case, ChronologyKind.ADVICE, said, by=by, about=lock)
    return _told(by, case, locked, event, f"{ref}: {said}")


@transaction.atomic
def decide_not_to_refer(*, by: Actor, referral: Referral, words: str = "", choice: str = "") -> Referral:
    """Decide that a referral is not made. The reason is kept as a decision. Raise CaseRefusedError."""
    case, locked = _locked(by, referral)
    if not words.strip() and not choice:
        raise CaseRefusedError("Say why it is not referred. That decision needs a reason.")
    said = said_of(case, words, choice)
    event = move(locked, REFERRAL_LIFE, "not be made")
    add_entry(
        case, ChronologyKind.DECISION, said, by=by, about=f"not referred to {locked.to}", cites=locked.cites
    )
    tell(by, case, event, to=locked.to)
    look_again(case)
    return locked


def open_referrals(case: IncidentCase) -> list[str]:
    """Return the names of the bodies whose referral has not ended: to make, or sent and not acknowledged."""
    waiting = (ReferralState.TO_MAKE, ReferralState.SENT)
    return [referral_label(each.to) for each in case.referrals.filter(state__in=waiting)]


def _locked(by: Actor, referral: Referral) -> tuple[IncidentCase, Referral]:
    case = lock_case(referral.case)
    can_see_case.check(by, case)
    return case, Referral.objects.select_for_update().get(pk=referral.pk)


def _reference(text: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise CaseRefusedError(NO_REFERENCE)
    if len(said) > LONGEST_REFERENCE:
        raise CaseRefusedError(f"A reference has at most {LONGEST_REFERENCE} characters.")
    return said


def _told(by: Actor, case: IncidentCase, referral: Referral, event: Verb, said: str) -> Referral:
    about = f"{referral.to}: {referral.state}"
    add_entry(case, ChronologyKind.REFERRAL, said, by=by, about=about, cites=referral.cites)
    tell(by, case, event, to=referral.to)
    look_again(case)
    return referral
