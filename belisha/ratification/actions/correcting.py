from datetime import date

from django.db import transaction
from django.utils import timezone

from belisha.people.actor import Actor
from belisha.policies.models import PolicyVersion
from belisha.ratification.actions.locking import check_step, locked, tell
from belisha.ratification.actions.record import meeting_faults
from belisha.ratification.models import MinuteCorrection, Ratification
from belisha.ratification.permissions import check_holds, id_of
from belisha.ratification.queries import minute_of, ratification_of
from belisha.ratification.refusals import NotReadyError, refuse_unless_ready

NO_MEETING = "No meeting is recorded yet: there is nothing to put right."


@transaction.atomic
def correct_meeting(
    *, by: Actor, version: PolicyVersion, met_on: date, body: str, minute: str, reason: str
) -> Ratification | None:
    """Put the day, the body or the minute of a meeting right before anybody has signed for it. The first
    record is set aside, with the reason, and stays to be read.

    None where it says that already. Raises PermissionDenied, MoveRefusedError, NotReadyError once somebody
    has signed: what was agreed to stays as it was agreed to.
    """
    check_holds(by, version.school, "record-ratification")
    version = locked(version)
    check_step(version, "be ratified")
    there = ratification_of(version)
    if there is None:
        raise NotReadyError(NO_MEETING)
    if (there.met_on, there.body, minute_of(there)) == (met_on, body.strip(), minute.strip()):
        return None
    if there.signatures.exists():
        raise NotReadyError(
            "Somebody has signed for this meeting: only the reference of its minute can be put right now."
        )
    refuse_unless_ready(meeting_faults(version, met_on, body, minute))
    if not reason.strip():
        raise NotReadyError("Say what was wrong in the record.")
    now = timezone.now()
    _add(by, there, minute, reason)
    Ratification.objects.filter(pk=there.pk).update(set_aside_at=now)
    corrected = Ratification.objects.create(
        school=version.school,
        version=version,
        checksum=there.checksum,
        met_on=met_on,
        body=body.strip(),
        minute=minute.strip(),
        recorded_by_id=id_of(by),
        recorded_at=now,
    )
    tell(
        by,
        version,
        "put the record of the meeting right",
        ratification=corrected.pk,
        was=there.pk,
        met_on=met_on.isoformat(),
    )
    return corrected


@transaction.atomic
def correct_minute(*, by: Actor, version: PolicyVersion, minute: str, reason: str) -> MinuteCorrection | None:
    """Put a wrong minute reference right by a further entry; the first one stays to be read.

    None where it says that already. Raises PermissionDenied, NotReadyError.
    """
    check_holds(by, version.school, "record-ratification")
    version = locked(version)
    ratification = ratification_of(version)
    if ratification is None:
        raise NotReadyError(NO_MEETING)
    if not minute.strip() or not reason.strip():
        raise NotReadyError("Give the right reference, and say why the other was wrong.")
    if minute_of(ratification) == minute.strip():
        return None
    correction = _add(by, ratification, minute, reason)
    tell(by, version, "put the minute reference right", ratification=ratification.pk)
    return correction


def _add(by: Actor, ratification: Ratification, minute: str, reason: str) -> MinuteCorrection:
    correction: MinuteCorrection = MinuteCorrection.objects.create(
        school=ratification.school,
        ratification=ratification,
        minute=minute.strip(),
        reason=reason.strip(),
        by_id=id_of(by),
    )
    return correction
