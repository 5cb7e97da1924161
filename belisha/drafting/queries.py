from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.db.models import QuerySet

from belisha.access.actor import Actor
from belisha.drafting.models import LibraryText, Merging, RemovedClause
from belisha.people.models import School
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.reading import read_source
from belisha.policies.states import EDITABLE, VersionState
from belisha.rules.policy import Policy
from belisha.rules.reading import library_slugs


@dataclass(frozen=True, slots=True)
class ModelTaken:
    """The model that a version was made from: its text, what to call it, and where it is.

    `version` is the publisher's version on this site, or None where `library` names a text that ships.
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
    """The versions of the school's policies that can be changed, newest first."""
    found = PolicyVersion.objects.visible_to(actor).filter(school=school, state__in=EDITABLE)
    return found.defer("source").select_related("school", "document", "made_by").order_by("-made_at", "-pk")


def draft_of(actor: Actor, school: School, version: int) -> PolicyVersion | None:
    """The version of the school with this id, if the actor may see it."""
    found = PolicyVersion.objects.visible_to(actor).filter(school=school, pk=version)
    return found.select_related("school", "document", "follows", "model__school", "model__document").first()


def removed_from(version: PolicyVersion) -> QuerySet[RemovedClause]:
    """What was taken out of the draft and can be put back, the last first."""
    return RemovedClause.objects.filter(version=version)


def model_of(version: PolicyVersion) -> ModelTaken | None:
    """The model that the version was made from or last merged with, or None: it is the school's own."""
    if version.model is not None:
        control = read_source(version.model.source).control
        return ModelTaken(
            version.model.source, f"{control.title} of {version.model.school.name}", version.model
        )
    taken = LibraryText.objects.filter(version=version).first()
    if taken is None:
        return None
    control = read_source(taken.source).control
    return ModelTaken(taken.source, f"{control.title} of {control.publisher}", library=taken.slug)


def newer_model(version: PolicyVersion) -> ModelTaken | None:
    """The model's version in force, where it says something else than what the version was made from."""
    taken = model_of(version)
    if taken is None:
        return None
    if taken.version is None:
        source = library_text(taken.library)
        is_same = not source or _says_the_same(source, taken.source)
        return None if is_same else ModelTaken(source, taken.name, library=taken.library)
    latest = published_of(taken.version.document_id)
    if latest is None or latest.checksum == taken.version.checksum:
        return None
    return ModelTaken(latest.source, taken.name, latest)


def published_of(document: int) -> PolicyVersion | None:
    """The version of the document that is in force."""
    found = PolicyVersion.objects.in_force().filter(document=document)
    return found.select_related("school", "document", "model__school").first()


def models_offered(school: School) -> QuerySet[PolicyVersion]:
    """The models that publishers on this site have in force, but for the school's own."""
    found = PolicyVersion.objects.in_force().filter(document__is_model=True).exclude(school=school)
    return found.select_related("school", "document").order_by("school__name", "document__title")


def document_of_kind(school: School, kind: str) -> PolicyDocument | None:
    """The school's document of this kind that is in force, else the one that was begun first."""
    found = PolicyDocument.objects.filter(school=school, kind=kind).order_by("pk")
    in_force = found.filter(versions__state=VersionState.PUBLISHED).first()
    return in_force or found.first()


def in_force_of(document: PolicyDocument | None) -> PolicyVersion | None:
    """The version of the document that answers today."""
    return published_of(document.pk) if document else None


def open_mergings(actor: Actor, school: School) -> QuerySet[Merging]:
    """The mergers of the school that are still being decided."""
    found = Merging.objects.visible_to(actor).filter(school=school).open()
    return found.select_related("document", "ours", "model__school")


def documents_at(school: School) -> QuerySet[PolicyDocument]:
    """The school's documents."""
    return PolicyDocument.objects.filter(school=school).order_by("kind", "title")


def next_label(document: PolicyDocument | None) -> str:
    """A number for the next version: one more than the highest there is, or than how many there are."""
    labels = list(document.versions.values_list("label", flat=True)) if document else []
    numbers = [int(label.split(".")[0]) for label in labels if label.split(".")[0].isdecimal()]
    found = max([*numbers, len(labels)], default=0) + 1
    while str(found) in labels:
        found += 1
    return str(found)


@cache
def library_text(slug: str) -> str:
    """The policy that ships under this slug; empty where none does."""
    if slug not in library_slugs():
        return ""
    return files("belisha").joinpath("library", "policies", f"{slug}.md").read_text(encoding="utf-8")


def _says_the_same(one: str, other: str) -> bool:
    a, b = read_source(one), read_source(other)
    return (a.clauses, a.introduction, a.sections) == (b.clauses, b.introduction, b.sections)
