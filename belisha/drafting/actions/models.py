from django.db import transaction

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.drafting.permissions import check_can_issue
from belisha.drafting.record import DraftingEvent
from belisha.policies.models import PolicyDocument


@transaction.atomic
def issue_model(*, by: Actor, document: PolicyDocument) -> None:
    """Offer a document to the schools: its version in force is the model, and each later one in its turn.

    Raises PermissionDenied.
    """
    check_can_issue(by, document.school)
    _set(by, document, is_model=True, verb=DraftingEvent.ISSUED_MODEL)


@transaction.atomic
def withdraw_model(*, by: Actor, document: PolicyDocument) -> None:
    """Stop offering it. Schools keep what they have taken. Raises PermissionDenied."""
    check_can_issue(by, document.school)
    _set(by, document, is_model=False, verb=DraftingEvent.WITHDREW_MODEL)


def _set(by: Actor, document: PolicyDocument, *, is_model: bool, verb: Verb) -> None:
    changed = (
        PolicyDocument.objects.filter(pk=document.pk).exclude(is_model=is_model).update(is_model=is_model)
    )
    if changed:
        record(
            school_id=document.school_id,
            by=by.user_id,
            verb=verb,
            subject=f"document {document.pk}",
            detail={},
        )
