from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from belisha.base.clock import today
from belisha.base.templating import day
from belisha.duties.at_once import sweep_at_once
from belisha.people.actor import Actor
from belisha.people.roles import role_label, stands_for
from belisha.people.standing_for import holders_of_right
from belisha.policies.actions import MoveRefusedError, move_version
from belisha.policies.models import PolicyVersion
from belisha.ratification.actions.locking import check_same_text, check_step, done, locked, tell
from belisha.ratification.models import Part, Ratification, Signature
from belisha.ratification.permissions import FOR_WHOM, SIGNS, check_holds, id_of
from belisha.ratification.queries import equality_of, minute_of, passed_equality, ratification_of
from belisha.ratification.refusals import NotReadyError, refuse_unless_ready


@transaction.atomic
def record_meeting(
    *, by: Actor, version: PolicyVersion, met_on: date, body: str, minute: str
) -> Ratification:
    """Record which meeting ratified the text, and where its minutes say so. It is signed afterwards.

    The same record sent twice, or by two people at once, is one. Raises PermissionDenied, MoveRefusedError,
    NotReadyError where the equality check, the day or the minute reference is lacking (B55).
    """
    check_holds(by, version.school, "record-ratification")
    version = locked(version)
    check_step(version, "be ratified")
    refuse_unless_ready([*what_ratification_lacks(version), *meeting_faults(version, met_on, body, minute)])
    there = ratification_of(version)
    said = (met_on, body.strip(), minute.strip())
    if there is not None:
        if (there.met_on, there.body, there.minute) == said:
            return there
        message = "The meeting is recorded already. What is wrong in the record is put right on its page."
        raise MoveRefusedError(message)
    ratification = Ratification.objects.create(
        school=version.school,
        version=version,
        checksum=version.checksum,
        met_on=met_on,
        body=body.strip(),
        minute=minute.strip(),
        recorded_by_id=id_of(by),
    )
    done(by, version, "meeting")
    tell(by, version, "recorded the meeting", met_on=met_on.isoformat(), ratification=ratification.pk)
    sweep_at_once(version.school)
    return ratification


def what_ratification_lacks(version: PolicyVersion) -> list[str]:
    """What must be there before the meeting can be recorded: a sentence each."""
    if passed_equality(version):
        return []
    if equality_of(version):
        return ["The equality check found a concern: the text must change before it can be ratified."]
    return [
        "The equality check of this text is not recorded: no policy is ratified without it. Record it first."
    ]


def meeting_faults(version: PolicyVersion, met_on: date, body: str, minute: str) -> list[str]:
    """What is wrong in the record of a meeting: a sentence each."""
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


def wording_of(version: PolicyVersion, ratification: Ratification, part: str) -> str:
    """What somebody agrees to by signing."""
    return (
        f"I sign for {FOR_WHOM[Part(part)]}: {version.title} of {version.school.name}, version "
        f"{version.label}, ratified by {ratification.body} on {day(ratification.met_on)} "
        f"(minute {minute_of(ratification)}). The text that I sign has the checksum {version.checksum}."
    )


@transaction.atomic
def sign_version(
    *, by: Actor, version: PolicyVersion, part: str, checksum: str, read: str | None = None
) -> Signature:
    """Sign a text for the school or for the governors. The second signature makes the version ratified.

    `read` are the words that the person was shown (None: they are signed as they are now). Signing twice is
    signing once. Raises PermissionDenied for whoever may not sign for that part or has signed for the other,
    MoveRefusedError, NotReadyError where no meeting is recorded, or the text or the record of the meeting is
    another than was read.
    """
    check_holds(by, version.school, SIGNS[Part(part)])
    version = locked(version)
    ratification = ratification_of(version)
    own = _signature_for(ratification, part)
    if own and own.by_id == by.user_id:
        return own
    check_step(version, "be ratified")
    if ratification is None:
        raise NotReadyError("The meeting that ratified it is not recorded yet: that comes before signing.")
    if own:
        raise MoveRefusedError(f"Somebody has signed for {FOR_WHOM[Part(part)]} already.")
    check_same_text(version, checksum)
    if any(each.by_id == by.user_id for each in ratification.signatures.all()):
        message = "You have signed already. The two signatures are those of two people."
        raise PermissionDenied(message)
    wording = wording_of(version, ratification, part)
    if read not in (None, wording):
        raise NotReadyError(
            "The record of the meeting was put right since you opened this page. Read it again."
        )
    signature = Signature.objects.create(
        school=version.school,
        ratification=ratification,
        part=part,
        by_id=id_of(by),
        role=_signs_as(by, version, part),
        checksum=checksum,
        wording=wording,
    )
    done(by, version, f"sign-{part}")
    tell(by, version, f"signed for {FOR_WHOM[Part(part)]}", role=signature.role)
    if Signature.objects.filter(ratification=ratification).count() == len(Part):
        move_version(by=by, version=version, verb="be ratified")
    sweep_at_once(version.school)
    return signature


def _signature_for(ratification: Ratification | None, part: str) -> Signature | None:
    if ratification is None:
        return None
    return next((each for each in ratification.signatures.all() if each.part == part), None)


def _signs_as(by: Actor, version: PolicyVersion, part: str) -> str:
    """The role with which somebody signs: the first of theirs that carries the right."""
    holders = holders_of_right(version.school, SIGNS[Part(part)])
    own = by.roles_at(version.school.slug)
    return next((role for role in own if stands_for(role, holders)), own[0])


def signed_as(signature: Signature) -> str:
    """The role of a signature in words."""
    return role_label(signature.role)
