"""The page of the record: who reads it, what it shows, and that reading it is on the record."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from belisha.audit.actions import record
from belisha.audit.models import Event
from belisha.cli.backup.encryption import Secret
from belisha.cli.verify_files import check_file
from belisha.dashboard.record_page import lines
from belisha.people.models import School, User
from belisha.policies.models import PolicyVersion
from tests.demo_fixtures import ClientFor

PAGE = "/s/grange/record/"


def grange() -> School:
    return School.objects.get(slug="grange")


def teacher() -> User:
    return User.objects.get(email="teacher@grange.example")


def write(verb: str, **more: object) -> Event:
    given = {"by": teacher().pk, "subject": "version 12", **more}
    return record(school_id=grange().pk, verb=verb, **given)  # type: ignore[arg-type]


def text(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def newest() -> Event:
    found = Event.objects.filter(chain=grange().pk).order_by("-number").first()
    assert found
    return found


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("headteacher@grange", 200),
        ("chair-of-governors@grange", 200),
        ("teacher@grange", 403),
        ("headteacher@calcot", 404),
    ],
)
def test_who_may_read_it(client_for: ClientFor, person: str, status: int) -> None:
    client = client_for(person)
    response = client.get(PAGE)
    assert response.status_code == status
    assert client.post(f"{PAGE}export/").status_code == status
    if status == 403:
        assert "You cannot see the record" in response.content.decode()


def test_nobody_is_sent_to_sign_in(demo: None, client: Client) -> None:
    assert client.get(PAGE).status_code == 302
    assert client.post(f"{PAGE}export/").status_code == 302


def test_names_are_those_of_today(client_for: ClientFor) -> None:
    write("asked a person", subject=f"person {teacher().pk}", detail={"was_late": True, "ages": [13, 16]})
    write("did alone", by=987654321)
    head = client_for("headteacher@grange")
    shown = text(head)
    assert shown.count(teacher().name) == 2
    assert "was late: yes" in shown
    assert "ages: 13, 16" in shown
    assert "a deleted account (number 987654321)" in shown
    User.objects.filter(pk=teacher().pk).update(name="Zelda Newname")
    assert "Zelda Newname" in text(head)
    assert "Newname" not in repr(list(Event.objects.values_list()))


def test_looking_is_recorded(client_for: ClientFor) -> None:
    before = newest().number
    text(client_for("headteacher@grange"))
    event = newest()
    head = User.objects.get(email="headteacher@grange.example")
    assert (event.number, event.verb, event.by) == (before + 1, "looked-at-record", head.pk)
    assert event.detail["newest"] == before
    client_for("teacher@grange").get(PAGE)
    assert (newest().number, newest().verb) == (event.number + 1, "asked-for-what-they-may-not-see")


def test_it_is_filtered(client_for: ClientFor) -> None:
    write("ratified a policy", subject="version 77")
    write("published a policy", subject="version 78", refused="Two signatures are needed.")
    head = client_for("headteacher@grange")

    def rows(query: str) -> str:
        return text(head, f"{PAGE}?{query}")

    assert "version 77" in rows("verb=RATIFIED")
    assert "version 78" not in rows("verb=RATIFIED")
    assert "version 78" in rows("subject=78&verb=")
    refused = rows("is_refused=on")
    assert "Two signatures are needed." in refused
    assert "version 77" not in refused
    assert "No records match." in rows("to_on=2020-01-01")
    assert "version 77" in rows("from_on=2020-01-01&to_on=2099-01-01")


@pytest.mark.parametrize("query", ["from_on=yesterday", "from_on=2026-02-01&to_on=2026-01-01"])
def test_a_wrong_date_is_said_and_kept(client_for: ClientFor, query: str) -> None:
    before = newest()
    response = client_for("headteacher@grange").get(f"{PAGE}?{query}&verb=rati")
    said = response.content.decode()
    assert response.status_code == 400
    assert "<title>Error: " in said
    assert "There is a problem" in said
    assert 'value="rati"' in said
    assert newest() == before


def test_it_is_paged_and_no_line_is_lost(client_for: ClientFor) -> None:
    for number in range(35):
        write("counted", subject=f"thing {number:03}")
    head = client_for("headteacher@grange")
    first = text(head)
    assert first.count('<tr class="govuk-table__row"><td') == 20
    oldest = newest().detail["oldest"]
    second = text(head, f"{PAGE}?before={oldest}")
    assert "thing 034" in first
    assert "thing 000" in second
    assert "thing 034" not in second
    assert "Next page" in first
    assert "before=" not in second.split("Take a copy")[0].split("</table>")[1]
    for odd in ("before=x", "before=", "before=99999999999999999999", "before=²"):
        text(head, f"{PAGE}?{odd}")


def test_the_number_of_queries_does_not_grow_with_the_rows(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    text(head)
    with CaptureQueriesContext(connection) as few:
        text(head)
    for number in range(48):
        write("counted", subject=f"person {teacher().pk + number % 5}", by=teacher().pk + number % 3)
    with CaptureQueriesContext(connection) as many:
        text(head)
    assert len(many) <= len(few)


def test_a_copy_holds_no_name_and_verifies(client_for: ClientFor, tmp_path: Path) -> None:
    write("changed", detail={"to": 1.5, "word": "é"})
    response = client_for("headteacher@grange").post(f"{PAGE}export/")
    held = b"".join(response)  # type: ignore[call-overload]
    assert teacher().name.encode() not in held
    lines = held.decode().splitlines()
    assert json.loads(lines[-2])["verb"] == "took-copy-of-record"
    file = tmp_path / "record.jsonl"
    file.write_bytes(held)
    assert check_file(file, key=None, secret=Secret()) == 0
    for broken in (
        [*lines[:2], *lines[3:]],
        lines[:-1],
        [lines[0], *lines[2:]],
        [line.replace('"changed"', '"charged"') for line in lines],
        [*lines, lines[-2]],
    ):
        file.write_text("\n".join(broken) + "\n", encoding="utf-8")
        assert check_file(file, key=None, secret=Secret()) == 1


def test_details_are_worded_for_people(demo: None) -> None:
    version = PolicyVersion.objects.in_force().get(school__slug="grange")
    detail = {
        "role": "dsl",
        "from": "2026-11-21",
        "label": "2026-99-01",
        "stands_in": False,
        "to": None,
        "sha256": "ab" * 32,
        "was": {"stands_in": True, "to": None},
    }
    made = Event(verb="x", subject=f"version {version.pk}", detail=detail)
    gone = Event(verb="x", subject="version 999999", detail={})
    line, other = lines([made, gone])
    assert line.subject == f"{version.document.title}, version {version.label}"
    assert line.detail == (
        ("role", "designated safeguarding lead"),
        ("from", "21 November 2026"),
        ("label", "2026-99-01"),
        ("sha256", "abababababab…"),
        ("was", "stands in: yes"),
    )
    assert (other.subject, other.detail) == ("version 999999", ())
