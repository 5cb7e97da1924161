"""The demonstration in a test database, and clients that are signed in as its people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from belisha.demo.build import build_demo
from belisha.people.models import School, User

ClientFor = Callable[[str], Client]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The demonstration, built once: each test's own changes are rolled back."""
    with django_db_blocker.unblock():
        build_demo()


@pytest.fixture(autouse=True)
def second_factor_is_optional(settings: Any) -> None:
    """As in the demonstration; the tests of signing in ask for it."""
    settings.BELISHA_SECOND_FACTOR = "optional"


@pytest.fixture
def demo(db: None) -> None:
    """The demonstration. A journey that ran before on this worker has emptied the database."""
    cache.clear()
    if not School.objects.exists():
        build_demo()


@pytest.fixture
def client_for(demo: None) -> ClientFor:
    """`client_for("teacher@grange")`: a client signed in as that invented person."""

    def signed_in(person: str) -> Client:
        client = Client()
        client.force_login(
            User.objects.get(email=f"{person}.example"), "allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return signed_in
