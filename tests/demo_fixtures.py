"""Fixtures with the demonstration in the test database, and clients signed in as its people."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connection
from django.test import Client, TransactionTestCase
from django.test.testcases import LiveServerThread

from belisha.people import moved_schools
from belisha.people.models import User
from tests import database

ClientFor = Callable[[str], Client]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the demonstration. What a test changes is rolled back, or copied over if it was committed."""
    with django_db_blocker.unblock():
        database.use_copy()
        if connection.vendor == "sqlite":
            LiveServerThread.server_class = _TurnTakingServer
        flush = TransactionTestCase._fixture_teardown
        TransactionTestCase._fixture_teardown = lambda _: database.reset()
    yield
    with django_db_blocker.unblock():
        TransactionTestCase._fixture_teardown = flush
        database.drop()


@pytest.fixture(autouse=True)
def second_factor_is_optional(settings: Any) -> None:
    """As in the demonstration; the tests of signing in ask for it."""
    settings.BELISHA_SECOND_FACTOR = "optional"


@pytest.fixture(autouse=True)
def no_school_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page asks which schools moved amid a test that counts queries; the tests of moving ask for it."""
    moved_schools.KNOWN.know(())
    monkeypatch.setattr(moved_schools, "SECONDS", float("inf"))


@pytest.fixture
def demo(db: None) -> None:
    """The demonstration, with nothing cached."""
    cache.clear()


@pytest.fixture
def client_for(demo: None) -> ClientFor:
    """`client_for("teacher@grange")`: a client signed in as that invented person."""

    def signed_in(person: str) -> Client:
        client = Client()
        client.force_login(
            User.objects.get(email=f"{person}.example"), "belisha.people.accounts.backends.PasswordBackend"
        )
        return client

    return signed_in


class _TurnTakingServer(ThreadedWSGIServer):
    """A live server that answers one request after the other.

    A SQLite database in memory has one connection for all threads, and two requests at once would begin a
    transaction within the other's.
    """

    def set_app(self, application: Callable[..., Any]) -> None:
        turn = threading.Lock()

        def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
            with turn:
                return application(environ, start_response)

        super().set_app(answer)
