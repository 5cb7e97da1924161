"""What holds on every page, by the table of addresses."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from belisha.rules.language.reading import library_slugs
from tests.access.table import addresses
from tests.demo_fixtures import ClientFor
from tests.every_page.pages import ANYBODY, PAGES, Page

PUBLIC = [page for page in PAGES if page.who == ANYBODY]
CLOSED = [page for page in PAGES if page.who != ANYBODY]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")
HEAD = "headteacher@grange"


def urls(
    patterns: list[URLPattern | URLResolver], space: str = "", before: str = "/"
) -> Iterator[tuple[str, str]]:
    """Each address of the site: its name, and how it is written, with what it takes in capitals."""
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            below = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from urls(pattern.url_patterns, below, path)
        else:
            plain = PARAMETER.sub(lambda found: (found[1] or found[2]).upper(), path)
            yield f"{space}{pattern.name}", re.sub(r"[\^$]", "", plain)


def test_every_address_is_thought_about() -> None:
    assert dict(urls(get_resolver().url_patterns)) == {row.name: row.address for row in addresses()}


def test_every_address_is_told_of_once() -> None:
    told = [row.name for row in addresses() if row.what]
    assert sorted(told) == sorted({row.name for row in addresses()})


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_page_says_what_it_is(client_for: ClientFor, client: Client, page: Page) -> None:
    asked = client if page.who == ANYBODY else client_for(HEAD)
    response = asked.get(page.address)
    assert response.status_code == 200
    assert page.title in response.content.decode()


@pytest.mark.parametrize("page", CLOSED, ids=str)
def test_closed_pages_lead_to_signing_in(demo: None, client: Client, page: Page) -> None:
    response = client.get(page.address)
    assert response.status_code == 302
    wanted = "/" if page.name == "account_logout" else "/account/sign-in/"
    assert response.headers["Location"].startswith(wanted)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_get_commits(client_for: ClientFor, page: Page) -> None:
    client = Client() if page.who == ANYBODY else client_for(HEAD)
    client.get(page.address)
    with CaptureQueriesContext(connection) as queries:
        client.get(page.address)
    written = [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(WRITES)]
    assert not [sql for sql in written if "audit_" not in sql]  # a look at what is kept close is recorded


@pytest.mark.parametrize("page", [page for page in PAGES if ":" in page.name], ids=str)
def test_only_the_methods_that_a_page_has(client_for: ClientFor, page: Page) -> None:
    client = client_for(HEAD)
    assert client.put(page.address).status_code == 405
    assert (client.post(page.address).status_code == 405) is (page.methods == "GET")


@pytest.mark.parametrize("school", library_slugs())
def test_every_clause_of_every_policy_has_its_page(demo: None, client: Client, school: str) -> None:
    whole = client.get(f"/s/{school}/policy/").content.decode()
    from belisha.rules.language.reading import load_policy

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
    assert "If you typed the web address, check it is correct" in response.content.decode()
