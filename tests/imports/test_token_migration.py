"""Tokens with which systems sent people before are tokens of that one scope now."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from belisha.people.accounts.access_tokens import TokenScope, token_of
from belisha.people.accounts.tokens import hash_token
from belisha.people.models import School
from tests.imports.steps import head_of


class _Apps:
    """The state of the models before: the row that is to be kept."""

    def __init__(self, row: Any) -> None:
        self.row = row

    def get_model(self, app: str, name: str) -> Any:
        if (app, name) == ("rolls", "PushToken"):
            return SimpleNamespace(objects=SimpleNamespace(all=lambda: [self.row]))
        return apps.get_model(app, name)


@pytest.mark.django_db
def test_a_token_from_before_still_sends_people() -> None:
    school = School.objects.get(slug="grange")
    row = SimpleNamespace(
        school_id=school.pk, name="MIS",
        token_hash=hash_token("secret"), made_by_id=head_of("grange").user_id,
        made_at=timezone.now(), used_at=None, ended_at=None,
    )  # fmt: skip
    import_module("belisha.imports.migrations.0004_access_tokens").move(_Apps(row), None)
    assert token_of(school, "secret", TokenScope.PUSH_PEOPLE).name == "MIS"
