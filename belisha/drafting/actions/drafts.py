from dataclasses import dataclass

from django.db import transaction

from belisha.access.actor import Actor
from belisha.drafting.actions.imported import keep_document
from belisha.drafting.imported.policy import BroughtDocument
from belisha.drafting.models import LibraryText
from belisha.drafting.permissions import check_can_write
from belisha.people.models import School
from belisha.policies.actions import draft_version
from belisha.policies.documents.reading import read_source
from belisha.policies.models import ChangeKind, DocumentKind, Origin, PolicyDocument, PolicyVersion
from belisha.policies.states import PUBLIC


class LabelTakenError(Exception):
    """Someone, or the same click, has just begun a version that is called so. The sentence says it."""


@dataclass(frozen=True, slots=True)
class DraftStart:
    """What a way to begin makes: the policy file of the draft, and what is known of it.

    `change` may stay empty: a text that revises another changes what it says, and any other is the first.
    `model` is the publisher's version that it was made from, or `library` the slug of a text that ships, with
    `library_source` as it is now; neither where it is the school's own. `document` is what it was
    read from. `follows` is the version it revises.
    """

    source: str
    label: str
    kind: str = DocumentKind.POLICY
    origin: str = Origin.OWN
    change: str = ""
    reason: str = ""
    follows: PolicyVersion | None = None
    model: PolicyVersion | None = None
    library: str = ""
    library_source: str = ""
    document: BroughtDocument | None = None


@transaction.atomic
def start_draft(*, by: Actor, school: School, begun: DraftStart) -> PolicyVersion:
    """Make the draft. What a document is, is set with its first draft; one that was published keeps it.

    Raises PermissionDenied, LabelTakenError, belisha.rules.errors.PolicyError with every mistake of the text.
    """
    check_can_write(by, school)
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    slug = read_source(begun.source).control.slug
    if PolicyVersion.objects.filter(school=school, document__slug=slug, label=begun.label).exists():
        message = f"A version “{begun.label}” has just been begun: look among the drafts"
        raise LabelTakenError(message)
    version = draft_version(
        school=school,
        source=begun.source,
        label=begun.label,
        by=by,
        change=begun.change or (ChangeKind.SUBSTANTIVE if begun.follows else ChangeKind.FIRST),
        reason=begun.reason,
        follows=begun.follows,
        model=begun.model,
    )
    if begun.document is not None:
        keep_document(by=by, version=version, brought=begun.document)
    if begun.library:
        LibraryText.objects.create(
            school=school, version=version, slug=begun.library, source=begun.library_source
        )
    if not version.document.versions.filter(state__in=PUBLIC).exists():
        PolicyDocument.objects.filter(pk=version.document_id).update(
            kind=begun.kind,
            origin=begun.origin,
            follows=begun.model.document if begun.model else None,
        )
    version.refresh_from_db()
    return version
