"""Model policies in the demonstration: the body that keeps one issues it."""

from collections.abc import Iterable

from belisha.people.models import School, SchoolKind
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyDocument, PolicyVersion


def build_drafts_history(schools: Iterable[School]) -> None:
    """Turn each keeper of a model policy into a body, and issue its model. Running it again changes nothing.

    The policy itself says that it is a model (`model: yes`).
    """
    ids = [school.pk for school in schools]
    for version in PolicyVersion.objects.in_force().filter(school__in=ids).select_related("document"):
        if read_source(version.source).control.is_model:
            School.objects.filter(pk=version.school_id).exclude(kind=SchoolKind.HR_BODY).update(
                kind=SchoolKind.HR_BODY
            )
            PolicyDocument.objects.filter(pk=version.document_id, is_model=False).update(is_model=True)
