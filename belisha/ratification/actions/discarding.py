from django.db import transaction
from django.db.models import ProtectedError

from belisha.drafting.models import Merging
from belisha.people.actor import Actor
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VersionState
from belisha.ratification.actions.locking import locked, tell
from belisha.ratification.models import ApprovalRound, Consultation, EqualityCheck
from belisha.ratification.permissions import check_holds
from belisha.ratification.refusals import NotReadyError, refuse_unless_ready


@transaction.atomic
def discard_draft(*, by: Actor, version: PolicyVersion) -> None:
    """Throw a draft away that nobody was asked about: its text and what was noted while writing it go. That
    there was one, and who discarded it, stays on the record.

    Raises PermissionDenied, NotReadyError with every reason why it stays, PolicyVersion.DoesNotExist where
    somebody was quicker.
    """
    check_holds(by, version.school, "write-policy")
    version = locked(version)
    refuse_unless_ready(what_keeps(version))
    # What took a model's new version in has then come to nothing, as if it had been dropped.
    Merging.objects.filter(draft=version).update(draft=None)
    tell(by, version, "discarded a draft")
    try:
        version.delete()
    except ProtectedError as error:
        raise NotReadyError("Something else was made from this draft, so that it stays.") from error


def what_keeps(version: PolicyVersion) -> list[str]:
    """Why a version cannot be discarded: a sentence each, none where it can."""
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
