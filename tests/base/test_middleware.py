import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from belisha.base.static_files import file_version
from tests.every_page.pages import ANYBODY, PAGES, Page


@pytest.mark.parametrize("page", [page for page in PAGES if page.who == ANYBODY], ids=str)
def test_every_page_carries_the_strict_policy(demo: None, client: Client, page: Page) -> None:
    response = client.get(page.address)
    policy = dict(
        part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";")
    )
    assert policy.pop("default-src") == "'none'"
    if page.name == "policies:embed":  # the block for a school's own website is there to be framed
        assert policy.pop("frame-ancestors")
        assert "X-Frame-Options" not in response.headers
    else:
        assert response.headers["X-Frame-Options"] == "DENY"
    if page.name == "checks:check":  # a photo is shown in the page itself, so that it is kept nowhere
        assert policy.pop("img-src") == "'self' data:"
    assert set(policy.values()) <= {"'self'", "'none'"}
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "private" in response.headers["Cache-Control"]


@pytest.mark.parametrize("page", [page for page in PAGES if page.who == ANYBODY], ids=str)
def test_no_page_holds_style_or_script_in_its_text(demo: None, client: Client, page: Page) -> None:
    text = client.get(page.address).content.decode()
    assert " style=" not in text
    assert "<style" not in text
    assert " onclick=" not in text
    for part in text.split("<script")[1:]:
        tag = part.split(">", 1)[0]
        assert "src=" in tag or 'type="application/json"' in tag


def test_reading_sets_no_cookie(demo: None, client: Client) -> None:
    for address in ("/", "/s/grange/policy/", "/s/grange/for/teacher/", "/s/grange/help/", "/compare/"):
        assert not client.get(address).cookies, address


def test_static_files_carry_their_version(client: Client) -> None:
    page = client.get("/account/sign-up/").content.decode()
    assert f"/static/belisha/dist/belisha.css?v={file_version('belisha/dist/belisha.css')}" in page
    assert file_version("belisha/nothing.css") == ""


def test_a_form_without_its_token_is_refused_kindly(demo: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/s/grange/ask/", {"as": "teacher", "q": "May I?"})
    assert response.status_code == 403
    assert "You need to send this form again" in response.content.decode()


def test_a_broken_page_says_so_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("belisha.policies.documents.views.find_schools", broken)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "there is a problem with the service" in response.content.decode()


def test_an_unknown_host_is_refused_kindly() -> None:
    response = Client().get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "There is a problem with this request" in response.content.decode()


def test_passwords_are_hashed_with_argon2() -> None:
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.mark.parametrize("page", [page for page in PAGES if page.who == ANYBODY], ids=str)
def test_no_two_parts_of_a_page_have_one_id(demo: None, client: Client, page: Page) -> None:
    ids = re.findall(r' id="([^"]+)"', client.get(page.address).content.decode())
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)


@pytest.mark.parametrize("address", ["/s/grange/roll/push/", "/s/grange/api/ask/"])
def test_a_program_that_comes_without_https_is_refused_and_not_led_on(
    demo: None, client: Client, settings: Any, address: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = client.post(address, headers={"authorization": "Bearer x"})
    assert (response.status_code, "end it, and make another" in response.json()["error"]) == (403, True)
    assert client.post(address, secure=True).status_code in (401, 403)
    assert client.get("/s/grange/policy/").status_code == 301
