"""Who looks, what the table says that they find, and what they found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from belisha.access.rights import rights_of
from belisha.demo.people import demo_people_of
from belisha.people.models import User
from belisha.people.roles import with_ancestors

BACKEND = "belisha.people.accounts.backends.PasswordBackend"
SIGN_IN = "/account/sign-in/"
# A page may keep when somebody was last seen, and what they tried and may not; nothing else.
KEPT_OF_EVERYBODY = ("django_session", "usersessions_", "base_cache", "audit_")
WRITES = re.compile(
    r'\s*(?:INSERT\s+(?:OR \w+ )?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)', re.IGNORECASE
)
RESULTS = {
    200: "open",
    302: "on",
    303: "on",
    401: "refused",
    403: "refused",
    404: "hidden",
    405: "not so",
    410: "gone",
}


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks: where they belong (empty: nowhere), as what, with which rights; their browser."""

    school: str
    role: str
    rights: frozenset[str]
    client: Client = field(compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.role}@{self.school}" if self.role else "nobody"


def nobody() -> Viewer:
    """Whoever has not signed in."""
    return Viewer("", "", frozenset(), _client())


def people_of(school: str) -> list[Viewer]:
    """One viewer for each role of the demonstration at a school, signed in."""
    found = []
    for each in demo_people_of(school):
        client = _client()
        client.force_login(User.objects.get(email=each.email), BACKEND)
        client.get("/account/inactive/")  # the first page writes into the session
        found.append(Viewer(school, each.role, rights_of(with_ancestors(each.role)), client))
    return found


def _client() -> Client:
    return Client(raise_request_exception=False)


def result_of(response: HttpResponseBase) -> str:
    """What the viewer found, in the table's word (`open`, `on`, `sign in`, …) or else as a number."""
    if response.status_code in (302, 303) and response.headers["Location"].startswith(SIGN_IN):
        return "sign in"
    return RESULTS.get(response.status_code, str(response.status_code))


@contextmanager
def watched() -> Iterator[list[str]]:
    """The tables that are written to within it, but for those that keep when somebody was seen or refused."""
    written: list[str] = []

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        table = WRITES.match(sql)
        if table and not table[1].startswith(KEPT_OF_EVERYBODY):
            written.append(table[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield written


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done to the database within it is taken back."""
    block = transaction.atomic()
    block._from_testcase = True  # so that what must be outermost (the record of a refusal) runs as ever
    with block:
        yield
        transaction.set_rollback(True)
