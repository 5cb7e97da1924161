"""The schools that have adopted a publisher's models, and whether they are behind.

A publisher sees only schools that adopted its model, and only what they took from it.
"""

from dataclasses import dataclass
from functools import lru_cache

from belisha.base.row_security import all_schools
from belisha.people.models import School
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.states import EDITABLE, VersionState
from belisha.rules.edit import count_changed

SHOWN = (*EDITABLE, VersionState.APPROVED, VersionState.RATIFIED, VersionState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class ModelAdopter:
    """A school's version of a model: the version taken, how many clauses differ, and whether it is behind."""

    school: School
    version: PolicyVersion
    model: PolicyVersion
    changed: int
    is_behind: bool


@dataclass(frozen=True, slots=True)
class IssuedModel:
    """A document of a publisher: its version in force, and who has adopted it."""

    document: PolicyDocument
    in_force: PolicyVersion | None
    followers: tuple[ModelAdopter, ...]


@all_schools()
def issued_models(school: School) -> list[IssuedModel]:
    """Return every document of the publisher with its adopters. Three queries, whatever their number."""
    documents = list(PolicyDocument.objects.filter(school=school).order_by("title"))
    current = {
        each.document_id: each for each in PolicyVersion.objects.in_force().filter(document__in=documents)
    }
    taken: dict[int, list[PolicyVersion]] = {}
    rows = PolicyVersion.objects.filter(model__document__in=documents, state__in=SHOWN)
    latest: dict[tuple[int, str], PolicyVersion] = {}
    for each in rows.select_related("school", "model").order_by("school__name", "made_at", "pk"):
        stands = "in force" if each.state == VersionState.PUBLISHED else "in hand"
        latest[each.document_id, stands] = each
    for each in latest.values():
        if each.model:
            taken.setdefault(each.model.document_id, []).append(each)
    return [
        IssuedModel(
            document,
            current.get(document.pk),
            tuple(_adopter(each, current.get(document.pk)) for each in taken.get(document.pk, [])),
        )
        for document in documents
    ]


def _adopter(version: PolicyVersion, current: PolicyVersion | None) -> ModelAdopter:
    model = version.model
    assert model is not None
    is_behind = current is not None and current.checksum != model.checksum
    return ModelAdopter(version.school, version, model, _changed(model.source, version.source), is_behind)


@lru_cache(maxsize=1024)
def _changed(model: str, own: str) -> int:
    return count_changed(read_source(model), read_source(own))
