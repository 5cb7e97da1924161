from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from belisha.base.clock import today
from belisha.base.templating import day
from belisha.duties.triggers import request_sweep
from belisha.people.actor import Actor
from belisha.people.offices.right_holders import holders_of_right
from belisha.people.roles import role_label, role_matches
from belisha.policies.actions import TransitionRefusedError, move_version
from belisha.policies.models import PolicyVersion
from belisha.ratification.exceptions import NotReadyError, refuse_unless_ready
from belisha.ratification.locks import check_same_text, check_step, complete_step, lock_version, record_event
from belisha.ratification.models import Ratification, Signature, SignatureParty
from belisha.ratification.permissions import FOR_WHOM, SIGNS, check_has_right, user_id_of
from belisha.ratification.queries import equality_of, minute_of, passed_equality, ratification_of
from belisha.ratification.record import RatificationEvent

SIGNED_FOR = {
    SignatureParty.SCHOOL: RatificationEvent.SIGNED_FOR_SCHOOL,
    SignatureParty.GOVERNORS: RatificationEvent.SIGNED_FOR_GOVERNORS,
}


@transaction.atomic
def record_meeting(
    *, by: Actor, version: PolicyVersion, met_on: date, body: str, minute: str
) -> Ratification:
    """Record the meeting that ratified the text, and its minute. Signatures follow.

    The same record sent twice is one. Raises PermissionDenied, TransitionRefusedError, or NotReadyError if
    the equality check, the day or the minute reference is missing (B55).
    """
    check_has_right(by, version.school, "record-ratification")
    version = lock_version(version)
    check_step(version, "be ratified")
    refuse_unless_ready([*ratification_blockers(version), *meeting_errors(version, met_on, body, minute)])
    there = ratification_of(version)
    said = (met_on, body.strip(), minute.strip())
    if there is not None:
        if (there.met_on, there.body, there.minute) == said:
            return there
        message = "The meeting is recorded already. What is wrong in the record is put right on its page."
        raise TransitionRefusedError(message)
    ratification = Ratification.objects.create(
        school=version.school,
        version=version,
        checksum=version.checksum,
        met_on=met_on,
        body=body.strip(),
        minute=minute.strip(),
        recorded_by_id=user_id_of(by),
    )
    complete_step(by, version, "meeting")
    record_event(
        by,
        version,
        RatificationEvent.RECORDED_MEETING,
        met_on=met_on.isoformat(),
        ratification=ratification.pk,
    )
    request_sweep(version.school, at_once="ratification")
    return ratification


def ratification_blockers(version: PolicyVersion) -> list[str]:
    """Return the sentences that say what is missing before the meeting can be recorded."""
    if passed_equality(version):
        return []
    if equality_of(version):
        return ["The equality check found a concern: the text must change before it can be ratified."]
    return [
        "The equality check of this text is not recorded: no policy is ratified without it. Record it first."
    ]


def meeting_errors(version: PolicyVersion, met_on: date, body: str, minute: str) -> list[str]:
    """Return the sentences that say what is wrong in the record of a meeting."""
    found = []
    if met_on > today():
        found.append("The meeting cannot lie in the future: record it when it has been held.")
    written = min(timezone.localdate(version.changed_at), today())
    if met_on < written:
        found.append(f"The text was last changed on {day(written)}: a meeting before it did not see it.")
    if not body.strip():
        found.append("Say which body ratified it.")
    if not minute.strip():
        found.append("Give the reference of the minute: without it there is no record of the decision.")
    return found


def signature_wording(version: PolicyVersion, ratification: Ratification, part: str) -> str:
    """Return the words that a signatory agrees to."""
    return (
        f"I sign for {FOR_WHOM[SignatureParty(part)]}: {version.title} of {version.school.name}, version "
        f"{version.label}, ratified by {ratification.body} on {day(ratification.met_on)} "
        f"(minute {minute_of(ratification)}). The text that I sign has the checksum {version.checksum}."
    )


@transaction.atomic
def sign_version(
    *, by: Actor, version: PolicyVersion, part: str, checksum: str, read: str | None = None
) -> Signature:
    """Sign a text for the school or for the governors. The second signature ratifies the version.

    `read` are the words that the person was shown (None: the present ones). Signing twice is signing once.
    Raises PermissionDenied if the actor may not sign for that party or has signed for the other,
    TransitionRefusedError, or NotReadyError if no meeting is recorded or the text or the record has changed
    since it was read.
    """
    check_has_right(by, version.school, SIGNS[SignatureParty(part)])
    version = lock_version(version)
    ratification = ratification_of(version)
    own = _signature_for(ratification, part)
    if own and own.by_id == by.user_id:
        return own
    check_step(version, "be ratified")
    if ratification is None:
        raise NotReadyError("The meeting that ratified it is not recorded yet: that comes before signing.")
    if own:
        raise TransitionRefusedError(f"Somebody has signed for {FOR_WHOM[SignatureParty(part)]} already.")
    check_same_text(version, checksum)
    if any(each.by_id == by.user_id for each in ratification.signatures.all()):
        message = "You have signed already. The two signatures are those of two people."
        raise PermissionDenied(message)
    wording = signature_wording(version, ratification, part)
    if read not in (None, wording):
        raise NotReadyError(
            "The record of the meeting was put right since you opened this page. Read it again."
        )
    signature = Signature.objects.create(
        school=version.school,
        ratification=ratification,
        part=part,
        by_id=user_id_of(by),
        role=_signs_as(by, version, part),
        checksum=checksum,
        wording=wording,
    )
    complete_step(by, version, f"sign-{part}")
    record_event(by, version, SIGNED_FOR[SignatureParty(part)], role=signature.role)
    if Signature.objects.filter(ratification=ratification).count() == len(SignatureParty):
        move_version(by=by, version=version, verb="be ratified")
    request_sweep(version.school, at_once="ratification")
    return signature


def _signature_for(ratification: Ratification | None, part: str) -> Signature | None:
    if ratification is None:
        return None
    return next((each for each in ratification.signatures.all() if each.part == part), None)


def _signs_as(by: Actor, version: PolicyVersion, part: str) -> str:
    """Return the role with which someone signs: their first that carries the right."""
    holders = holders_of_right(version.school, SIGNS[SignatureParty(part)])
    own = by.roles_at(version.school.slug)
    return next((role for role in own if role_matches(role, holders)), own[0])


def signed_as(signature: Signature) -> str:
    """Return the role of a signature in words."""
    return role_label(signature.role)
