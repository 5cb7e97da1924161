"""The interface holds to its own OpenAPI document, whatever is sent: tried with schemathesis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from belisha.connections.api.openapi import document
from belisha.connections.api.operations import OPERATIONS
from belisha.people.accounts import access_tokens
from belisha.people.accounts.access_tokens import SCOPES, make_token
from belisha.people.models import School
from tests.ratification.ratifying import person

schemathesis = pytest.importorskip("schemathesis")
GENTLY = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A request does not close the test's connection, as with Django's own test client."""
    signals = (request_started, request_finished)
    for each in signals:
        each.disconnect(close_old_connections)
    yield
    for each in signals:
        each.connect(close_old_connections)


def interface(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, dict[str, str]]:
    monkeypatch.setattr(access_tokens, "MOST_A_MINUTE", 100_000)
    school, by = School.objects.get(slug="grange"), person("headteacher@grange")
    secret = make_token(by=by, school=school, name="Tries", scopes=tuple(SCOPES))[1]
    schema = schemathesis.openapi.from_wsgi("/s/grange/api/openapi.json", WSGIHandler())
    return schema, {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}


@pytest.mark.parametrize("name", [each.name for each in OPERATIONS])
def test_every_answer_is_one_that_the_document_has(
    demo: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    schema, headers = interface(monkeypatch)
    operation = next(each for each in OPERATIONS if each.name == name)
    found = schema[f"/s/grange/api/{name}/"][operation.method.upper()]
    statuses = set()

    @GENTLY
    @given(case=found.as_strategy())
    def tried(case: Any) -> None:
        response = case.call_and_validate(headers=headers)
        statuses.add(response.status_code)

    tried()
    assert 200 in statuses, f"nothing that it sent was taken: {statuses}"


@pytest.mark.parametrize("name", ["ask", "check"])
def test_what_breaks_the_schema_is_refused(demo: None, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    schema, headers = interface(monkeypatch)
    found = schema[f"/s/grange/api/{name}/"]["POST"]
    statuses = set()

    @GENTLY
    @given(case=found.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))
    def tried(case: Any) -> None:
        statuses.add(case.call(headers=headers).status_code)

    tried()
    # What it adds to an address is passed over, so 200 is possible.
    assert 400 in statuses
    assert max(statuses) < 500, statuses


def test_the_document_is_itself_well_formed(demo: None) -> None:
    schemathesis.openapi.from_dict(document("grange")).validate()
