import hashlib
from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet

from belisha.access.actor import Actor
from belisha.drafting.models import ImportedDocument, LibraryText, Merging, RemovedClause
from belisha.people.models import School
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.states import EDITABLE, VersionState
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import shipped_text


@dataclass(frozen=True, slots=True)
class SourceModel:
    """The model that a version was made from: its text, its name and its place.

    `version` is the publisher's version on this site, or None if `library` names a text that ships.
    """

    source: str
    name: str
    version: PolicyVersion | None = None
    library: str = ""

    @property
    def policy(self) -> Policy:
        """The policy that it states."""
        return read_source(self.source)


def drafts_at(actor: Actor, school: School) -> QuerySet[PolicyVersion]:
    """Return the versions of the school's policies that can be changed, newest first."""
    found = PolicyVersion.objects.visible_to(actor).filter(school=school, state__in=EDITABLE)
    return found.defer("source").select_related("school", "document", "made_by").order_by("-made_at", "-pk")


def draft_of(actor: Actor, school: School, version: int) -> PolicyVersion | None:
    """Return the school's version with this id if the actor may see it, else None."""
    found = PolicyVersion.objects.visible_to(actor).filter(school=school, pk=version)
    return found.select_related("school", "document", "follows", "model__school", "model__document").first()


def removed_from(version: PolicyVersion) -> QuerySet[RemovedClause]:
    """Return the removed clauses of the draft that can be restored, newest first."""
    return RemovedClause.objects.filter(version=version)


def source_model(version: PolicyVersion) -> SourceModel | None:
    """Return the model that the version was made from or last merged with, or None for the school's own."""
    if version.model is not None:
        control = read_source(version.model.source).control
        return SourceModel(
            version.model.source, f"{control.title} of {version.model.school.name}", version.model
        )
    taken = LibraryText.objects.filter(version=version).first()
    if taken is None:
        return None
    control = read_source(taken.source).control
    return SourceModel(taken.source, f"{control.title} of {control.publisher}", library=taken.slug)


def newer_model(version: PolicyVersion) -> SourceModel | None:
    """Return the model's version in force if it differs from what the version was made from, else None."""
    taken = source_model(version)
    if taken is None:
        return None
    if taken.version is None:
        source = library_text(taken.library)
        is_same = not source or _says_the_same(source, taken.source)
        return None if is_same else SourceModel(source, taken.name, library=taken.library)
    latest = published_of(taken.version.document_id)
    if latest is None or latest.checksum == taken.version.checksum:
        return None
    return SourceModel(latest.source, taken.name, latest)


def published_of(document: int) -> PolicyVersion | None:
    """Return the version of the document that is in force."""
    found = PolicyVersion.objects.in_force().filter(document=document)
    return found.select_related("school", "document", "model__school").first()


def models_offered(school: School) -> QuerySet[PolicyVersion]:
    """Return the models in force of publishers on this site, without the school's own."""
    found = PolicyVersion.objects.in_force().filter(document__is_model=True).exclude(school=school)
    return found.select_related("school", "document").order_by("school__name", "document__title")


def document_of_kind(school: School, kind: str) -> PolicyDocument | None:
    """Return the school's document of this kind that is in force, else the first one."""
    found = PolicyDocument.objects.filter(school=school, kind=kind).order_by("pk")
    in_force = found.filter(versions__state=VersionState.PUBLISHED).first()
    return in_force or found.first()


def in_force_of(document: PolicyDocument | None) -> PolicyVersion | None:
    """Return the version of the document that is in force, or None."""
    return published_of(document.pk) if document else None


def open_mergings(actor: Actor, school: School) -> QuerySet[Merging]:
    """Return the unfinished merges of the school."""
    found = Merging.objects.visible_to(actor).filter(school=school).open()
    return found.select_related("document", "ours", "model__school")


def documents_at(school: School) -> QuerySet[PolicyDocument]:
    """Return the school's documents."""
    return PolicyDocument.objects.filter(school=school).order_by("kind", "title")


def next_label(document: PolicyDocument | None) -> str:
    """Return a number for the next version: one more than the highest label, or than their count."""
    labels = list(document.versions.values_list("label", flat=True)) if document else []
    numbers = [int(label.split(".")[0]) for label in labels if label.split(".")[0].isdecimal()]
    found = max([*numbers, len(labels)], default=0) + 1
    while str(found) in labels:
        found += 1
    return str(found)


@cache
def library_text(slug: str) -> str:
    """Return the policy or model of the library with this slug, or an empty text."""
    try:
        return shipped_text(slug)
    except LookupError:
        return ""


def _says_the_same(one: str, other: str) -> bool:
    a, b = read_source(one), read_source(other)
    return (a.clauses, a.introduction, a.sections) == (b.clauses, b.introduction, b.sections)


def draft_read_from(school: School, data: bytes) -> str:
    """Return the label of the school's draft that was read from a file with these bytes, or nothing."""
    rows = ImportedDocument.objects.filter(
        school=school, checksum=hashlib.sha256(data).hexdigest(), version__state__in=EDITABLE
    )
    return rows.values_list("version__label", flat=True).first() or ""
