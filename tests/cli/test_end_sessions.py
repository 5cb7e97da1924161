"""`belisha end-sessions` signs out one person, or everybody, and says so on the record."""

import pytest
from django.test import Client

from belisha.audit.models import Event
from belisha.demo.people import PASSWORD
from belisha.people.models import School
from tests.cli.conftest import Run

HEAD, TEACHER = "headteacher@grange.example", "teacher@calcot.example"


def signed_in(address: str) -> Client:
    client = Client()
    client.post("/account/sign-in/", {"login": address, "password": PASSWORD})
    assert client.get("/me/").status_code == 200
    return client


def test_one_person_is_signed_out_everywhere_and_nobody_else(run: Run, demo: None) -> None:
    laptop, phone, other = signed_in(HEAD), signed_in(HEAD), signed_in(TEACHER)
    said = run("end-sessions", HEAD.upper())
    assert (said.status, said.out.split(".")[0]) == (0, "2 sessions were ended")
    assert [each.get("/me/").status_code for each in (laptop, phone, other)] == [302, 302, 200]
    event = Event.objects.filter(chain=School.objects.get(slug="grange").pk).latest("number")
    assert (event.verb, event.by, event.detail["sessions"]) == ("ended-sessions", None, 2)


def test_everybody_is_signed_out(run: Run, demo: None) -> None:
    both = signed_in(HEAD), signed_in(TEACHER)
    assert run("end-sessions", "--everybody").status == 0
    assert [each.get("/me/").status_code for each in both] == [302, 302]
    for slug in ("grange", "calcot"):
        event = Event.objects.filter(chain=School.objects.get(slug=slug).pk).latest("number")
        assert (event.verb, event.subject) == ("ended-sessions", "everybody")


def test_nobody_signed_in_is_said(run: Run, demo: None) -> None:
    assert (run("end-sessions", HEAD).status, run("end-sessions", HEAD).out) == (1, "Nobody was signed in.\n")


@pytest.mark.parametrize("words", [("nobody@x.example",), (), (HEAD, "--everybody")])
def test_what_cannot_be_done_is_an_error(run: Run, demo: None, words: tuple[str, ...]) -> None:
    assert run("end-sessions", *words).status == 2
