"""What is sensitive in a register is on the record wherever it is shown: list, table, certificate."""

from __future__ import annotations

import pytest
from django.test import Client

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.registers.models import RegisterEntry
from belisha.registers.record import RegisterEvent
from belisha.retention.looks import look_verbs
from tests.demo_fixtures import ClientFor
from tests.registers.asking_for import grant

SEARCH = {"title": "No. 2", "post": "Teacher, year 4", "searched_by": "Bo Fern", "panel": "Al Birch, Di Elm",
          "where": "Three search sites", "told": "yes", "relevant": "Nothing of note"}  # fmt: skip
REASON = {"what": "Film the play", "why": "One class has asked", "when": today().isoformat(), "key": "one"}
SEARCHES = "/s/grange/registers/searches/"


def told_by(client: Client, address: str) -> list[str]:
    """The verbs of the looks that the record tells of after somebody has opened the address."""
    before = Event.objects.filter(verb__in=list(look_verbs())).count()
    answer = client.get(address)
    assert answer.status_code == 200, address
    rows = Event.objects.filter(verb__in=list(look_verbs())).order_by("at", "pk")
    return list(rows.values_list("verb", flat=True))[before:]


def entered(client: Client, register: str, said: dict[str, str]) -> RegisterEntry:
    answer = client.post(f"/s/grange/registers/{register}/new/", said)
    assert answer.status_code == 302, answer.content.decode()
    return RegisterEntry.objects.filter(register=register).latest("pk")


def test_a_list_and_a_table_of_what_is_sensitive_are_looks_at_it(client_for: ClientFor) -> None:
    head, other = client_for("headteacher@grange"), client_for("head-of-school@grange")
    entered(head, "searches", SEARCH)
    assert "Three search sites" in other.get(SEARCHES).content.decode()
    assert told_by(other, SEARCHES) == [RegisterEvent.LOOKED_AT_REGISTER]
    assert told_by(other, f"{SEARCHES}export.csv") == [RegisterEvent.EXPORTED_REGISTER]
    last = Event.objects.get(verb=RegisterEvent.EXPORTED_REGISTER)
    assert (last.subject, last.detail) == ("searches list", {"entries": 1})
    # One's own entries, and what is not sensitive.
    assert told_by(head, SEARCHES) == []
    assert told_by(other, "/s/grange/registers/accounts/") == []


@pytest.mark.parametrize("file", ["certificate.json", "permission.pdf"])
def test_a_certificate_of_what_is_sensitive_is_a_look_at_it(client_for: ClientFor, file: str) -> None:
    head = client_for("headteacher@grange")
    entry = entered(client_for("teacher@grange"), "exceptions", REASON)
    grant(head, entry, from_on=today().isoformat(), to_on=today().isoformat())
    address = f"/s/grange/registers/exceptions/{entry.pk}/{file}"
    assert told_by(head, address) == [RegisterEvent.LOOKED_AT_ENTRY]
    assert told_by(client_for("teacher@grange"), address) == []
