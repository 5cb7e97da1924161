"""The demonstration's body that issues a model."""

from __future__ import annotations

import pytest

from belisha.demo.drafts_history import build_drafts_history
from belisha.people.models import School, SchoolKind
from belisha.policies.models import PolicyDocument


@pytest.mark.usefixtures("demo")
def test_whoever_keeps_a_model_issues_it_and_nobody_else_does() -> None:
    School.objects.update(kind=SchoolKind.SCHOOL)
    PolicyDocument.objects.update(is_model=False)
    for _ in range(2):
        build_drafts_history(School.objects.all())
        bodies = School.objects.filter(kind=SchoolKind.HR_BODY).values_list("slug", flat=True)
        models = PolicyDocument.objects.filter(is_model=True).values_list("school__slug", flat=True)
        assert list(bodies) == list(models) == ["hr-cooperative"]
