from datetime import date

from django.db import transaction
from django.utils import timezone

from belisha.people.actor import Actor
from belisha.policies.models import PolicyVersion
from belisha.ratification.exceptions import NotReadyError, refuse_unless_ready
from belisha.ratification.locks import check_step, lock_version, record_event
from belisha.ratification.meeting.actions import meeting_errors
from belisha.ratification.models import MinuteCorrection, Ratification
from belisha.ratification.permissions import check_has_right, user_id_of
from belisha.ratification.queries import minute_of, ratification_of
from belisha.ratification.record import RatificationEvent

NO_MEETING = "No meeting is recorded yet, so there is nothing to correct."


@transaction.atomic
def correct_meeting(
    *, by: Actor, version: PolicyVersion, met_on: date, body: str, minute: str, reason: str
) -> Ratification | None:
    """Correct the day, the body or the minute of a meeting before anyone has signed.

    The first record is set aside with the reason and kept. Returns None if nothing changes. Raises
    PermissionDenied, TransitionRefusedError, or NotReadyError once someone has signed.
    """
    check_has_right(by, version.school, "record-ratification")
    version = lock_version(version)
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
    refuse_unless_ready(meeting_errors(version, met_on, body, minute))
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
        recorded_by_id=user_id_of(by),
        recorded_at=now,
    )
    record_event(
        by,
        version,
        RatificationEvent.PUT_RECORD_OF_MEETING_RIGHT,
        ratification=corrected.pk,
        was=there.pk,
        met_on=met_on.isoformat(),
    )
    return corrected


@transaction.atomic
def correct_minute(*, by: Actor, version: PolicyVersion, minute: str, reason: str) -> MinuteCorrection | None:
    """Correct a minute reference by a further entry; the first one is kept.

    Returns None if nothing changes. Raises PermissionDenied, NotReadyError.
    """
    check_has_right(by, version.school, "record-ratification")
    version = lock_version(version)
    ratification = ratification_of(version)
    if ratification is None:
        raise NotReadyError(NO_MEETING)
    if not minute.strip() or not reason.strip():
        raise NotReadyError("Give the right reference, and say why the other was wrong.")
    if minute_of(ratification) == minute.strip():
        return None
    correction = _add(by, ratification, minute, reason)
    record_event(by, version, RatificationEvent.PUT_MINUTE_REFERENCE_RIGHT, ratification=ratification.pk)
    return correction


def _add(by: Actor, ratification: Ratification, minute: str, reason: str) -> MinuteCorrection:
    correction: MinuteCorrection = MinuteCorrection.objects.create(
        school=ratification.school,
        ratification=ratification,
        minute=minute.strip(),
        reason=reason.strip(),
        by_id=user_id_of(by),
    )
    return correction
