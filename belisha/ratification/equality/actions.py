from django.db import transaction
from django.utils import timezone

from belisha.base.clock import today
from belisha.duties.triggers import request_sweep
from belisha.people.actor import Actor
from belisha.policies.actions import TransitionRefusedError
from belisha.policies.models import PolicyVersion
from belisha.policies.states import EDITABLE, VersionState
from belisha.ratification.exceptions import NotReadyError, refuse_unless_ready
from belisha.ratification.locks import check_same_text, complete_step, lock_version, record_event
from belisha.ratification.models import EqualityCheck, EqualityOutcome
from belisha.ratification.permissions import check_has_right, user_id_of
from belisha.ratification.queries import equality_of
from belisha.ratification.record import RatificationEvent

TAKEN_BACK = "The concern was recorded by mistake:"
CONCERN_HOLDS = (
    "A concern about this very text is on record: the text must change before it can be found to "
    "discriminate against nobody. Whoever writes the policy changes it; once it is approved, they take it "
    "back to draft first."
)
CHECKED_IN = (*EDITABLE, VersionState.APPROVED)


@transaction.atomic
def record_equality_check(
    *,
    by: Actor,
    version: PolicyVersion,
    checksum: str,
    grounds: list[str],
    outcome: str,
    notes: str = "",
    mistaken: str = "",
) -> EqualityCheck:
    """Record the grounds and the outcome of an equality check of a text.

    A concern holds for its text: only the person who recorded it may take it back, on the same day, saying in
    `mistaken` why. A double click records once. Raises PermissionDenied, TransitionRefusedError once the
    version is ratified, or NotReadyError if the text has changed, no ground was checked, a concern has no
    words, or a concern about this text is on record.
    """
    check_has_right(by, version.school, "check-equality")
    version = lock_version(version)
    if version.state not in CHECKED_IN:
        raise TransitionRefusedError(
            f"A policy that stands at “{version.state}” is not checked any more: that is done before it is "
            "ratified."
        )
    check_same_text(version, checksum)
    if not grounds:
        raise NotReadyError("Say on which grounds the policy was checked.")
    if outcome == EqualityOutcome.CONCERN and not notes.strip():
        raise NotReadyError("Say what the concern is, so that the text can be changed.")
    last = equality_of(version)
    takes_back = last is not None and EqualityOutcome.CONCERN == last.outcome != outcome
    if takes_back and last is not None:
        refuse_unless_ready(_what_holds(by, last, mistaken))
    said = f"{TAKEN_BACK} {mistaken.strip()} {notes.strip()}".strip() if takes_back else notes.strip()
    if last and (last.checked_by_id, last.outcome) == (by.user_id, outcome) and _is_same(last, said):
        return last
    check = EqualityCheck.objects.create(
        school=version.school,
        version=version,
        checksum=checksum,
        grounds=grounds,
        outcome=outcome,
        notes=said,
        checked_by_id=user_id_of(by),
    )
    complete_step(by, version, "equality")
    record_event(
        by,
        version,
        RatificationEvent.TOOK_BACK_EQUALITY_CONCERN
        if takes_back
        else RatificationEvent.CHECKED_FOR_EQUALITY,
        outcome=outcome,
        grounds=len(grounds),
    )
    request_sweep(version.school, at_once="ratification")
    return check


def may_take_back(by: Actor, check: EqualityCheck) -> bool:
    """Return whether the actor recorded this concern today and may take it back."""
    return check.checked_by_id == by.user_id and timezone.localdate(check.checked_at) == today()


def _what_holds(by: Actor, concern: EqualityCheck, mistaken: str) -> list[str]:
    """Return the sentences that say why a concern cannot be taken back."""
    if not may_take_back(by, concern):
        return [CONCERN_HOLDS]
    return [] if mistaken.strip() else [CONCERN_HOLDS, "If you recorded it by mistake, say how."]


def _is_same(last: EqualityCheck, said: str) -> bool:
    """Return whether a repeated click repeats the last check, which may have taken a concern back."""
    return last.notes == said or (last.notes.startswith(TAKEN_BACK) and last.notes.endswith(said))
