"""Which schools follow a publisher's models: what each has adopted, adapted, and whether it is behind.

A publisher sees only schools that follow its model, and of them only what they have of it.
"""

from dataclasses import dataclass
from functools import lru_cache

from belisha.people.models import School
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.reading import read_source
from belisha.policies.states import EDITABLE, VersionState
from belisha.rules.edit import count_changed

SHOWN = (*EDITABLE, VersionState.APPROVED, VersionState.RATIFIED, VersionState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Follower:
    """A school's version of a model: from which version, how many clauses differ from that, how it stands."""

    school: School
    version: PolicyVersion
    model: PolicyVersion
    changed: int
    is_behind: bool


@dataclass(frozen=True, slots=True)
class ModelShown:
    """A document of a publisher: its version in force, and who follows it."""

    document: PolicyDocument
    in_force: PolicyVersion | None
    followers: tuple[Follower, ...]


def models_of(school: School) -> list[ModelShown]:
    """Every document of the publisher with those that follow it. Three queries, however many follow."""
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
        ModelShown(
            document,
            current.get(document.pk),
            tuple(_follower(each, current.get(document.pk)) for each in taken.get(document.pk, [])),
        )
        for document in documents
    ]


def _follower(version: PolicyVersion, current: PolicyVersion | None) -> Follower:
    model = version.model
    assert model is not None
    is_behind = current is not None and current.checksum != model.checksum
    return Follower(version.school, version, model, _changed(model.source, version.source), is_behind)


@lru_cache(maxsize=1024)
def _changed(model: str, own: str) -> int:
    return count_changed(read_source(model), read_source(own))
