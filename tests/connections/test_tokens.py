"""Tokens of other systems: shown once, kept as a hash, for one school and some scopes, ended, counted."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client

from belisha.audit.models import Event
from belisha.people.accounts import access_tokens
from belisha.people.accounts.access_tokens import (
    SCOPES,
    TokenScope,
    TooManyRequestsError,
    UnknownTokenError,
    end_token,
    make_token,
    token_of,
)
from belisha.people.models import AccessToken, Membership, School, User
from belisha.people.record import PeopleEvent
from tests.demo_fixtures import ClientFor
from tests.ratification.ratifying import person

PAGE = "/s/grange/connections/"


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


def made(school: School, *scopes: TokenScope) -> str:
    by = person("headteacher@grange")
    return make_token(by=by, school=school, name="Intranet", scopes=scopes or tuple(SCOPES))[1]


def test_only_the_hash_is_kept_and_the_record_says_who_made_it(grange: School) -> None:
    secret = made(grange, TokenScope.ASK)
    row = AccessToken.objects.get()
    assert secret not in repr(vars(row))
    assert token_of(grange, secret, TokenScope.ASK).pk == row.pk
    event = Event.objects.filter(chain=grange.pk).order_by("-number")[0]
    assert (event.verb, event.subject, event.detail) == (
        PeopleEvent.MADE_ACCESS_TOKEN,
        f"access token {row.pk}",
        {"scopes": ["ask"]},
    )


def test_a_token_opens_its_scopes_at_its_school_until_it_is_ended(grange: School) -> None:
    secret = made(grange, TokenScope.ASK)
    with pytest.raises(PermissionDenied, match="is not for “check”"):
        token_of(grange, secret, TokenScope.CHECK)
    with pytest.raises(UnknownTokenError):
        token_of(School.objects.get(slug="calcot"), secret, TokenScope.ASK)
    with pytest.raises(UnknownTokenError):
        token_of(grange, secret + "x", TokenScope.ASK)
    end_token(by=person("headteacher@grange"), token=AccessToken.objects.get())
    with pytest.raises(UnknownTokenError):
        token_of(grange, secret, TokenScope.ASK)


def test_a_token_does_no_more_than_its_maker_may_today(grange: School) -> None:
    secret = made(grange, TokenScope.READ_FIGURES)
    maker = User.objects.get(email="headteacher@grange.example")
    Membership.objects.filter(user=maker).update(role="teacher", extra_rights=[])
    with pytest.raises(PermissionDenied, match="may no longer read the figures"):
        token_of(grange, secret, TokenScope.READ_FIGURES)
    User.objects.filter(pk=maker.pk).update(is_active=False)
    with pytest.raises(UnknownTokenError):
        token_of(grange, secret, TokenScope.READ_FIGURES)


def test_who_lacks_a_right_makes_no_token_that_has_it(grange: School) -> None:
    with pytest.raises(PermissionDenied):
        make_token(by=person("teacher@grange"), school=grange, name="x", scopes=[TokenScope.ASK])
    with pytest.raises(ValueError, match="without a scope"):
        make_token(by=person("headteacher@grange"), school=grange, name="x", scopes=[])
    assert not AccessToken.objects.exists()


def test_so_many_a_minute_and_no_more(grange: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_tokens, "MOST_A_MINUTE", 3)
    cache.clear()
    secret = made(grange, TokenScope.ASK)
    with time_machine.travel("2026-12-01T10:00:05Z", tick=False) as clock:
        for _ in range(3):
            token_of(grange, secret, TokenScope.ASK)
        with pytest.raises(TooManyRequestsError, match="At most 3 requests a minute"):
            token_of(grange, secret, TokenScope.ASK)
        clock.shift(60)
        token_of(grange, secret, TokenScope.ASK)


def test_the_page_shows_a_secret_once_lists_the_last_use_and_ends_a_token(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    assert "Enter the name of the system" in _post(head, do="make", name="", status=400)
    assert "Choose at least one thing" in _post(head, do="make", name="SIMS", status=400)
    page = _post(head, do="make", name="SIMS", scopes=["ask", "push:people"])
    found = re.search(r">\s*([\w-]{43})\s*<", page)
    assert found
    secret = found[1]
    page = head.get(PAGE).content.decode()
    assert secret not in page
    assert "SIMS" in page
    assert "Never" in page
    token_of(School.objects.get(slug="grange"), secret, TokenScope.ASK)
    assert "Never" not in head.get(PAGE).content.decode()
    row = AccessToken.objects.get()
    assert head.post(PAGE, {"do": "end", "token": str(row.pk)}).status_code == 302
    assert "SIMS" not in head.get(PAGE).content.decode()
    assert (
        Event.objects.filter(verb=PeopleEvent.ENDED_ACCESS_TOKEN, subject=f"access token {row.pk}").count()
        == 1
    )


def test_those_who_only_look_after_people_make_tokens_for_that_alone(client_for: ClientFor) -> None:
    teacher = User.objects.get(email="teacher@grange.example")
    Membership.objects.filter(user=teacher).update(extra_rights=["look-after-people"])
    client = client_for("teacher@grange")
    page = client.get(PAGE).content.decode()
    assert "Send the school’s people every night" in page
    assert "Read the figures" not in page
    assert client.post(PAGE, {"do": "make", "name": "x", "scopes": ["ask"]}).status_code == 400
    assert not AccessToken.objects.exists()


def _post(client: Client, status: int = 200, **given: Any) -> str:
    response = client.post(PAGE, given)
    assert response.status_code == status
    return response.content.decode()
