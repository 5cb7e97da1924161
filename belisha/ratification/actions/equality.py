from django.db import transaction

from belisha.people.actor import Actor
from belisha.policies.actions import MoveRefusedError
from belisha.policies.models import PolicyVersion
from belisha.policies.states import EDITABLE, VersionState
from belisha.ratification.actions.locking import check_same_text, done, locked, tell
from belisha.ratification.models import EqualityCheck, EqualityOutcome
from belisha.ratification.permissions import check_holds, id_of
from belisha.ratification.queries import equality_of
from belisha.ratification.refusals import NotReadyError

CHECKED_IN = (*EDITABLE, VersionState.APPROVED)


@transaction.atomic
def record_equality_check(
    *, by: Actor, version: PolicyVersion, checksum: str, grounds: list[str], outcome: str, notes: str = ""
) -> EqualityCheck:
    """Record that a text was checked, on which grounds, for discriminating against nobody, and the outcome.

    The same check sent twice is one. Raises PermissionDenied, MoveRefusedError once the version is ratified,
    NotReadyError where the text has changed since, no ground was looked at, or a concern has no words.
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
    if last and (last.checked_by_id, last.outcome, last.notes) == (by.user_id, outcome, notes.strip()):
        return last
    check = EqualityCheck.objects.create(
        school=version.school,
        version=version,
        checksum=checksum,
        grounds=grounds,
        outcome=outcome,
        notes=notes.strip(),
        checked_by_id=id_of(by),
    )
    done(by, version, "equality")
    tell(by, version, "checked for equality", outcome=outcome, grounds=len(grounds))
    return check
