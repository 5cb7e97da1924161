"""Signing in with a real OpenID provider on the loopback."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from belisha.audit.models import Event
from belisha.config import env, open_id
from belisha.people.models import Invitation, Membership, School, User
from tests.people.openid_provider import Provider, running

PEGGY = {"sub": "1", "email": "teacher@grange.example", "email_verified": True, "name": "Somebody Else"}


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:  # noqa: ARG002
        return None


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def provider(demo: None, server: Provider, settings: Any) -> Provider:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [server.app()]}}
    server.denies, server.token = False, {}
    return server


def come_by(client: Client, provider: Provider, person: dict[str, Any]) -> Any:
    """Press the button, sign in there, and come back."""
    provider.person = person
    start = client.post("/account/with/openid/login/")
    assert start.status_code == 302, start.content
    assert start.headers["Location"].startswith(f"{provider.issuer}/authorize?")
    try:
        build_opener(Stay).open(start.headers["Location"])
    except Exception as answer:
        back = urlsplit(answer.headers["Location"])  # type: ignore[attr-defined]
    return client.get(f"{back.path}?{back.query}")


def test_a_person_known_by_a_proved_address_signs_in(provider: Provider, client: Client) -> None:
    assert "Sign in with Crossing ID" in client.get("/account/sign-in/").content.decode()
    answer = come_by(client, provider, PEGGY)
    assert answer.headers["Location"] == "/me/"
    user = User.objects.get(email="teacher@grange.example")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.name != PEGGY["name"]
    again = come_by(Client(), provider, {**PEGGY, "email": "changed@there.example"})
    assert again.headers["Location"] == "/me/"
    assert SocialAccount.objects.get().user == user


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "stranger@nowhere.example"}, "no school here has invited your address"),
        ({"email_verified": False}, "has not verified your address"),
        ({"email": None}, "has not verified your address"),
    ],
)
def test_a_stranger_is_refused_with_a_clear_page(
    provider: Provider, client: Client, changes: dict[str, Any], said: str
) -> None:
    people = User.objects.count()
    answer = come_by(client, provider, {**PEGGY, **changes})
    assert answer.status_code == 403
    assert said in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == people
    assert not SocialAccount.objects.exists()
    event = Event.objects.filter(chain=0).latest("number")
    assert event.refused
    assert "example" not in repr((event.subject, event.detail, event.refused))


def test_an_invited_person_needs_no_password(provider: Provider, client: Client) -> None:
    school = School.objects.get(slug="grange")
    Invitation.objects.create(
        school=school,
        email="new@grange.example",
        name="Greta New",
        role="teacher",
        token_hash="x",
        expires_at=timezone.now() + timedelta(days=1),
    )
    answer = come_by(client, provider, {**PEGGY, "sub": "2", "email": "New@grange.example"})
    assert answer.headers["Location"] == "/me/"
    user = User.objects.get(email="new@grange.example")
    assert user.name == "Greta New"
    assert not user.has_usable_password()
    assert [row.role for row in user.memberships.all()] == ["teacher"]
    assert Invitation.objects.get().accepted_by == user


def test_somebody_who_left_is_refused(provider: Provider, client: Client) -> None:
    come_by(Client(), provider, PEGGY)
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user__email=PEGGY["email"]).update(to_on=yesterday)
    answer = come_by(client, provider, PEGGY)
    assert answer.status_code == 403
    assert "Your role has ended" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_tenant_of_the_schools_own_proves_addresses(
    provider: Provider, client: Client, settings: Any
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [provider.app(verified=True)]}}
    claims = {"sub": "3", "email": "teacher@grange.example"}
    assert come_by(client, provider, claims).headers["Location"] == "/me/"


def test_who_stops_there_reads_that_nothing_changed(provider: Provider, client: Client) -> None:
    provider.denies = True
    answer = come_by(client, provider, PEGGY)
    assert answer.headers["Location"] == "/account/with/cancelled/"
    assert "Nothing has changed" in client.get("/account/with/cancelled/").content.decode()


def test_a_code_that_was_not_given_opens_nothing(provider: Provider, client: Client) -> None:
    client.post("/account/with/openid/login/")
    answer = client.get("/account/with/openid/login/callback/?code=made-up&state=made-up")
    assert "You could not sign in" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "claims", [{"nonce": "of-another-attempt"}, {"nonce": None}, {"sub": "somebody-else"}]
)
def test_an_identity_token_of_another_attempt_opens_nothing(
    provider: Provider, client: Client, claims: dict[str, Any]
) -> None:
    provider.token = claims
    answer = come_by(client, provider, PEGGY)
    assert "You could not sign in" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()
    assert "not the answer" in Event.objects.filter(chain=0).latest("number").refused


def test_each_attempt_sends_a_nonce_of_its_own(provider: Provider, client: Client) -> None:
    sent = [
        parse_qs(urlsplit(client.post("/account/with/openid/login/").headers["Location"]).query)["nonce"][0]
        for _ in range(2)
    ]
    assert sent[0] != sent[1]
    assert min(map(len, sent)) >= 32


def test_a_provider_that_is_not_set_up_has_no_page(demo: None, client: Client) -> None:
    assert client.post("/account/with/google/login/").status_code == 404


def test_providers_come_from_the_hosts_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_id.providers() == []
    monkeypatch.setenv("BELISHA_GOOGLE_ID", "g")
    monkeypatch.setenv("BELISHA_MICROSOFT_ID", "m")
    monkeypatch.setenv("BELISHA_MICROSOFT_TENANT", "3a1f")
    google, microsoft = open_id.providers()
    assert not google["settings"]["verified_email"]
    assert microsoft["settings"]["server_url"].endswith("/3a1f/v2.0")
    assert open_id.origins([google, microsoft]) == [
        "https://accounts.google.com",
        "https://login.microsoftonline.com",
    ]


@pytest.mark.parametrize("tenant", ["", "common", "Organizations"])
def test_a_tenant_for_everybody_is_refused(monkeypatch: pytest.MonkeyPatch, tenant: str) -> None:
    monkeypatch.setenv("BELISHA_MICROSOFT_ID", "m")
    monkeypatch.setenv("BELISHA_MICROSOFT_TENANT", tenant)
    with pytest.raises(env.SettingError, match="expected the id of one tenant"):
        open_id.providers()
