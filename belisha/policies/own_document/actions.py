from collections.abc import Iterable
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.audit.verbs import Verb
from belisha.base.encrypted_files import destroy_file, keep_file
from belisha.base.guards import is_allowed
from belisha.evidence.scanning import Scan
from belisha.policies.models import DocumentOfRecord, PolicyVersion
from belisha.policies.own_document.file_kinds import kind_of_file, safe_name
from belisha.policies.record import PolicyEvent
from belisha.policies.states import PUBLIC


def check_can_keep_document(actor: Actor, version: PolicyVersion) -> None:
    """Raise PermissionDenied, with a sentence, unless the actor publishes the policy of a public version."""
    if not actor.may("publish-policy", version.school_id):
        raise PermissionDenied("Only people who publish the policy can add the school’s own document.")
    if version.state not in PUBLIC:
        raise PermissionDenied("The version is not published yet. Publish it first, then add the document.")


def can_keep_document(actor: Actor, version: PolicyVersion) -> bool:
    """Return whether `check_can_keep_document` passes."""
    return is_allowed(check_can_keep_document, actor, version)


@transaction.atomic
def set_document(*, by: Actor, version: PolicyVersion, name: str, data: bytes) -> DocumentOfRecord:
    """Keep the school's own file as the document of record, in place of the one before.

    Raise PermissionDenied, NotADocumentError, or FileRefusedError where a scanner refuses it.
    """
    check_can_keep_document(by, version)
    kind = kind_of_file(data)
    locked = PolicyVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    _end(DocumentOfRecord.objects.current().filter(version=locked))
    kept = keep_file(Scan().through([data]))
    made: DocumentOfRecord = DocumentOfRecord.objects.create(
        school_id=locked.school_id,
        version=locked,
        name=safe_name(name, kind),
        media_type=kind.media_type,
        file=kept,
        added_by_id=by.user_id,
    )
    detail = {"sha256": kept.sha256, "size": kept.size}
    _record(by, locked, PolicyEvent.ADDED_OWN_DOCUMENT, detail)
    return made


@transaction.atomic
def remove_document(*, by: Actor, version: PolicyVersion) -> None:
    """Take the document of record away; nothing happens where there is none. Raise PermissionDenied."""
    check_can_keep_document(by, version)
    if _end(DocumentOfRecord.objects.current().filter(version=version).select_for_update()):
        _record(by, version, PolicyEvent.TOOK_OWN_DOCUMENT_AWAY, {})


def _end(rows: Iterable[DocumentOfRecord]) -> int:
    """End documents of record, and destroy their files once that is certain. Return how many."""
    count = 0
    for row in rows:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        transaction.on_commit(partial(destroy_file, row.file))
        count += 1
    return count


def _record(by: Actor, version: PolicyVersion, verb: Verb, detail: dict[str, object]) -> None:
    record(
        school_id=version.school_id,
        by=by.user_id,
        verb=verb,
        subject=f"version {version.pk}",
        detail=detail,
    )
