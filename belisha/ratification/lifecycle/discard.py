from django.db import transaction
from django.db.models import ProtectedError

from belisha.drafting.actions import forget_document
from belisha.drafting.models import Merging
from belisha.people.actor import Actor
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VersionState
from belisha.ratification.exceptions import NotReadyError, refuse_unless_ready
from belisha.ratification.locks import lock_version, record_event
from belisha.ratification.models import ApprovalRound, Consultation, EqualityCheck
from belisha.ratification.permissions import check_has_right
from belisha.ratification.record import RatificationEvent


@transaction.atomic
def discard_draft(*, by: Actor, version: PolicyVersion) -> None:
    """Delete a draft that nobody was asked about, with its text and notes. The record keeps that there was
    one.

    Raises PermissionDenied, NotReadyError with every reason why it must be kept, or
    PolicyVersion.DoesNotExist if someone else was quicker.
    """
    check_has_right(by, version.school, "write-policy")
    version = lock_version(version)
    refuse_unless_ready(discard_blockers(version))
    # What took a model's new version in has then come to nothing, as if it had been dropped.
    Merging.objects.filter(draft=version).update(draft=None)
    record_event(by, version, RatificationEvent.DISCARDED_DRAFT)
    forget_document(version)
    try:
        version.delete()
    except ProtectedError as error:
        raise NotReadyError("Something else was made from this draft, so that it stays.") from error


def discard_blockers(version: PolicyVersion) -> list[str]:
    """Return the sentences that say why a version cannot be discarded; none if it can."""
    if version.state != VersionState.DRAFT:
        return [f"A policy that stands at “{version.state}” cannot be discarded: only a draft can."]
    found = []
    if Consultation.objects.filter(version=version).exists():
        found.append(
            "People were asked what they think of it: what they said stays on record, with the text."
        )
    if ApprovalRound.objects.filter(version=version).exists():
        found.append("It was put up for approval: what was said of it stays on record, with the text.")
    if EqualityCheck.objects.filter(version=version).exists():
        found.append("It was checked for equality: the check stays on record, with the text.")
    if PolicyVersion.objects.filter(follows=version).exists():
        found.append("Another version was made from it.")
    return found
