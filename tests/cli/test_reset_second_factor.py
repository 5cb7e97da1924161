"""`belisha reset-second-factor` lets in the only person who could reset it, and says so on the record."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.demo.people import PASSWORD
from belisha.people.models import Membership, School, User
from tests.cli.conftest import Run

HEAD = "headteacher@grange.example"


@pytest.fixture
def head(demo: None) -> User:
    user = User.objects.get(email=HEAD)
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=user, type=kind, data={})
    return user


def test_it_removes_the_second_factor_and_ends_the_sessions(run: Run, head: User, client: Client) -> None:
    Authenticator.objects.filter(user=head, type=Authenticator.Type.TOTP).delete()
    client.post("/account/sign-in/", {"login": HEAD, "password": PASSWORD})
    assert client.get("/me/").status_code == 200
    said = run("reset-second-factor", HEAD.upper())
    assert (said.status, "is removed" in said.out) == (0, True)
    assert not Authenticator.objects.filter(user=head).exists()
    assert client.get("/me/").status_code == 302
    event = Event.objects.filter(chain=School.objects.get(slug="grange").pk).latest("number")
    assert (event.verb, event.by, event.subject) == ("reset-second-factor", None, f"person {head.pk}")
    assert event.detail["by"] == "the command line of the site"


def test_without_one_it_says_so(run: Run, demo: None) -> None:
    said = run("reset-second-factor", HEAD)
    assert (said.status, "has no second factor" in said.out) == (1, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [(("nobody@x.example",), "nobody signs in as"), ((HEAD, "--school", "calcot"), "at the school")],
)
def test_an_address_that_nobody_signs_in_with_is_an_error(
    run: Run, demo: None, words: tuple[str, ...], says: str
) -> None:
    said = run("reset-second-factor", *words)
    assert (said.status, says in said.err) == (2, True)


def test_an_address_at_two_schools_takes_the_school(run: Run, head: User) -> None:
    other = User.objects.create_user(HEAD, "kerb-lantern-puffin", name="Robin Vale")
    there = School.objects.get(slug="calcot")
    Membership.objects.create(user=other, school=there, role="teacher", from_on=today())
    Authenticator.objects.create(user=other, type=Authenticator.Type.TOTP, data={})
    said = run("reset-second-factor", HEAD)
    assert (said.status, "one of: calcot, grange" in said.err) == (2, True)
    assert run("reset-second-factor", HEAD, "--school", "calcot").status == 0
    assert Authenticator.objects.filter(user=head).count() == 2
