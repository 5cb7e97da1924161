"""The site's own cookies: prefixes on HTTPS, and a line for each on the page of cookies."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from belisha.base.cookies import SiteCookie
from tests.conftest import ROOT

WHOLE = SiteCookie("flag", "remembers a flag", 60)
PART = SiteCookie("part", "remembers a part", 60, is_for_a_path=True)


@pytest.mark.parametrize(("cookie", "name"), [(WHOLE, "__Host-flag"), (PART, "__Secure-part")])
def test_on_https_browsers_hold_it_to_its_prefix(settings: object, cookie: SiteCookie, name: str) -> None:
    settings.HTTPS = True  # type: ignore[attr-defined]
    response = HttpResponse()
    cookie.keep(response, "1", "/" if cookie is WHOLE else "/a/")
    kept = response.cookies[name]
    assert (kept["secure"], kept["httponly"], kept["samesite"], kept["domain"]) == (True, True, "Lax", "")
    request = RequestFactory().get("/")
    request.COOKIES[name] = "1"
    assert cookie.read(request) == "1"
    cookie.forget(response)
    assert (response.cookies[name]["max-age"], response.cookies[name]["secure"]) == (0, True)


def test_without_https_it_has_its_plain_name(settings: object) -> None:
    settings.HTTPS = False  # type: ignore[attr-defined]
    response = HttpResponse()
    WHOLE.keep(response, "1")
    assert list(response.cookies) == ["flag"]


def test_every_cookie_that_the_code_makes_is_on_the_page(demo: None, client: Client) -> None:
    page = client.get("/cookies/").content.decode()
    made = [
        name
        for file in (ROOT / "belisha").rglob("*.py")
        for name in re.findall(r"SiteCookie\(\s*\"(\w+)\"", file.read_text(encoding="utf-8"))
    ]
    assert len(made) >= 3
    assert [name for name in made if name not in page] == []


def test_no_view_sets_a_cookie_by_itself() -> None:
    files = [
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "belisha").rglob("*.py")
        if ".set_cookie(" in file.read_text(encoding="utf-8")
    ]
    assert files == ["belisha/base/cookies.py"]
