"""Life in the drafts: whoever keeps a model policy is a body that issues it."""

from collections.abc import Iterable

from belisha.people.models import School, SchoolKind
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.reading import read_source


def build_drafts_life(schools: Iterable[School]) -> None:
    """Make a body of whoever keeps a model policy, and issue its model. A second run changes nothing.

    What is a model is said by the policy itself (`model: yes`), not by a name.
    """
    ids = [school.pk for school in schools]
    for version in PolicyVersion.objects.in_force().filter(school__in=ids).select_related("document"):
        if read_source(version.source).control.is_model:
            School.objects.filter(pk=version.school_id).exclude(kind=SchoolKind.HR_BODY).update(
                kind=SchoolKind.HR_BODY
            )
            PolicyDocument.objects.filter(pk=version.document_id, is_model=False).update(is_model=True)
