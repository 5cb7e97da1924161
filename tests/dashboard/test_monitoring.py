"""What a monitoring system hears: whether the site works, and numbers without names."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from belisha.base.clock import today
from belisha.dashboard import monitoring
from belisha.duties.models import Sweep
from belisha.people.models import School
from tests.demo_fixtures import ClientFor

TOKEN = "a-token-for-the-tests-only"


def swept(days_ago: int) -> None:
    school = School.objects.get(slug="grange")
    Sweep.objects.update_or_create(school=school, defaults={"swept_on": today() - timedelta(days_ago)})


def test_a_site_that_works_is_healthy(demo: None, client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    swept(1)
    told = client.get("/healthz")
    assert told.status_code == 200
    assert told.json() == {"status": "ok", "swept_on": (today() - timedelta(1)).isoformat()}


def test_what_the_sweep_could_not_do_is_told(demo: None, client: Client, client_for: ClientFor) -> None:
    swept(0)
    Sweep.objects.filter(school__slug="grange").update(faults={"training": "2026-11-03"})
    assert client.get("/healthz").json()["sweep_faults"] == 1
    page = client_for("headteacher@grange").get("/s/grange/state/").content.decode()
    assert "Not everything that is due could be worked out" in page
    assert "“training” fails since 3 November 2026" in page


def test_a_sweep_that_has_stopped_is_told(demo: None, client: Client) -> None:
    swept(2)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"status": "sweep late", "swept_on": (today() - timedelta(2)).isoformat()},
    )


def test_a_database_that_is_away_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> bool:
        raise DatabaseError

    monkeypatch.setattr(monitoring, "is_sweep_late", away)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "database away"})


def test_numbers_are_for_the_token(demo: None, client: Client, settings: Any) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    settings.BELISHA_METRICS_TOKEN = TOKEN
    for sent in ("", TOKEN[:-1], f"Bearer {TOKEN}x", "Bearer ü"):
        assert client.get("/metrics", headers={"Authorization": sent}).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    lines = answer.content.decode().splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert values["belisha_schools"] == "5"
    assert int(values["belisha_people"]) > 50
    assert all(re.fullmatch(r'belisha_[a-z_]+(?:\{version="[\d.]+"\})?', name) for name in values)
    assert "grange" not in answer.content.decode().lower()
