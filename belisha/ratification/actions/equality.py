from django.db import transaction
from django.utils import timezone

from belisha.base.clock import today
from belisha.duties.at_once import sweep_at_once
from belisha.people.actor import Actor
from belisha.policies.actions import MoveRefusedError
from belisha.policies.models import PolicyVersion
from belisha.policies.states import EDITABLE, VersionState
from belisha.ratification.actions.locking import check_same_text, done, locked, tell
from belisha.ratification.models import EqualityCheck, EqualityOutcome
from belisha.ratification.permissions import check_holds, id_of
from belisha.ratification.queries import equality_of
from belisha.ratification.refusals import NotReadyError, refuse_unless_ready

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
    """Record that a text was checked, on which grounds, for discriminating against nobody, and the outcome.

    A concern holds for its text: only whoever recorded it takes it back, on the same day, and says in
    `mistaken` why it was recorded. The same check sent twice is one. Raises PermissionDenied,
    MoveRefusedError once the version is ratified, NotReadyError where the text has changed since, no ground
    was looked at, a concern has no words, or a concern of this text stands.
    """
    check_holds(by, version.school, "check-equality")
    version = locked(version)
    if version.state not in CHECKED_IN:
        raise MoveRefusedError(
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
        checked_by_id=id_of(by),
    )
    done(by, version, "equality")
    tell(
        by,
        version,
        "took back an equality concern" if takes_back else "checked for equality",
        outcome=outcome,
        grounds=len(grounds),
    )
    sweep_at_once(version.school)
    return check


def may_take_back(by: Actor, check: EqualityCheck) -> bool:
    """Whether the actor recorded this concern today, so that they may say that it was a mistake."""
    return check.checked_by_id == by.user_id and timezone.localdate(check.checked_at) == today()


def _what_holds(by: Actor, concern: EqualityCheck, mistaken: str) -> list[str]:
    """Why a text with a concern stays one with a concern."""
    if not may_take_back(by, concern):
        return [CONCERN_HOLDS]
    return [] if mistaken.strip() else [CONCERN_HOLDS, "If you recorded it by mistake, say how."]


def _is_same(last: EqualityCheck, said: str) -> bool:
    """Whether a double click says again what was said; the first of the two may have taken a concern back."""
    return last.notes == said or (last.notes.startswith(TAKEN_BACK) and last.notes.endswith(said))
