from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from belisha.rules.reading import library_slugs
from tests.site.conftest import ClientFor
from tests.site.pages import ANYBODY, ELSEWHERE, MANAGERS, PAGES, SIGNED_IN, Page

PUBLIC = [page for page in PAGES if page.who == ANYBODY]
CLOSED = [page for page in PAGES if page.who != ANYBODY]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, space)
        elif pattern.name:
            yield prefix + pattern.name


def test_every_address_is_thought_about() -> None:
    assert set(names(get_resolver().url_patterns)) == {page.name for page in PAGES} | set(ELSEWHERE)


@pytest.mark.parametrize("page", PUBLIC, ids=str)
def test_public_pages_need_no_account(demo: None, client: Client, page: Page) -> None:
    response = client.get(page.address)
    assert response.status_code == 200
    assert f"<title>{page.title}" in response.content.decode() or page.title in response.content.decode()


@pytest.mark.parametrize("page", CLOSED, ids=str)
def test_closed_pages_lead_to_signing_in(demo: None, client: Client, page: Page) -> None:
    response = client.get(page.address)
    assert response.status_code == 302
    wanted = "/" if page.name == "account_logout" else "/account/sign-in/"
    assert response.headers["Location"].startswith(wanted)


@pytest.mark.parametrize("page", CLOSED, ids=str)
def test_closed_pages_open_for_whom_they_are(client_for: ClientFor, page: Page) -> None:
    response = client_for("headteacher@grange").get(page.address)
    assert response.status_code == 200
    assert page.title in response.content.decode()


@pytest.mark.parametrize("page", [page for page in PAGES if page.who == MANAGERS], ids=str)
@pytest.mark.parametrize("person", ["teacher@grange", "headteacher@calcot"])
def test_pages_of_managers_are_closed_to_others(client_for: ClientFor, page: Page, person: str) -> None:
    response = client_for(person).get(page.address)
    assert response.status_code == 403
    assert "Only those who look after a school’s people" in response.content.decode()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_get_commits(client_for: ClientFor, page: Page) -> None:
    client = client_for("headteacher@grange") if page.who in (SIGNED_IN, MANAGERS) else Client()
    client.get(page.address)
    with CaptureQueriesContext(connection) as queries:
        client.get(page.address)
    written = [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(WRITES)]
    assert not written


@pytest.mark.parametrize("page", [page for page in PAGES if ":" in page.name], ids=str)
def test_only_the_methods_that_a_page_has(client_for: ClientFor, page: Page) -> None:
    client = client_for("headteacher@grange")
    assert client.put(page.address).status_code == 405
    assert (client.post(page.address).status_code == 405) is (page.methods == "GET")


@pytest.mark.parametrize("school", library_slugs())
def test_every_clause_of_every_policy_has_its_page(demo: None, client: Client, school: str) -> None:
    whole = client.get(f"/s/{school}/policy/").content.decode()
    from belisha.rules.reading import load_policy

    for clause in load_policy(school).clauses:
        assert f'id="{clause.id}"' in whole
        assert client.get(f"/s/{school}/policy/{clause.id}/").status_code == 200


@pytest.mark.parametrize("school", library_slugs())
def test_every_role_has_its_page(demo: None, client: Client, school: str) -> None:
    from belisha.people.roles import public_groups

    for group in public_groups():
        for role in group.roles:
            assert client.get(f"/s/{school}/for/{role}/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/s/nowhere/",
        "/s/nowhere/ask/?as=teacher&q=x",
        "/s/grange/policy/nothing/",
        "/s/grange/for/nobody/",
        "/s/grange/for/school/",
        "/s/nowhere/lint/",
    ],
)
def test_what_is_not_there_says_so_kindly(demo: None, client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()


def test_every_address_is_in_the_documents() -> None:
    written = (Path(__file__).parents[2] / "docs" / "explanation" / "site.md").read_text(encoding="utf-8")
    assert not [name for name in names(get_resolver().url_patterns) if f"`{name}`" not in written]
