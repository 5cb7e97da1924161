"""The calendar links: what they show, to whom, how they end. The calendar is read back by its own reader."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from belisha.base.clock import today
from belisha.duties.actions import complete_duty
from belisha.duties.models import Duty, Feed
from belisha.people.models import Membership, School, User
from tests.demo_fixtures import ClientFor
from tests.duties.sweeps import Asks, want

MAKE = "/duties/calendar/"


@pytest.fixture
def grange(demo: None, settings: Any) -> School:
    settings.SITE_ADDRESS = "https://policy.example.org"
    return School.objects.get(slug="grange")


@pytest.fixture
def duty(grange: School) -> Duty:
    return Duty.objects.create(
        school=grange,
        source="plain",
        key="one",
        title="Read the policy, all of it; then: “sign” \\ it\nnow " + "long " * 30,
        person=User.objects.get(email="teacher@grange.example"),
        due_on=today() + timedelta(days=3),
        opened_on=today(),
        cites="G96",
        link="/s/grange/policy/",
    )


def link_of(client: Client, **data: str) -> str:
    page = client.post(MAKE, {"school": "grange", **data}).content.decode()
    found = re.search(r"/duties/calendar/[\w-]{43}\.ics", page)
    assert found, page
    return found[0]


def test_a_calendar_of_my_own_duties(client_for: ClientFor, duty: Duty, grange: School) -> None:
    address = link_of(client_for("teacher@grange"))
    response = Client().get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    body = response.content
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert body.endswith(b"END:VCALENDAR\r\n")
    calendar = Calendar.from_ical(body)
    assert calendar["VERSION"] == "2.0"
    (event,) = calendar.walk("VEVENT")
    assert event["UID"] == f"duty-{duty.pk}@policy.example.org"
    assert str(event["SUMMARY"]) == f"Due: {duty.title}"
    assert event["DTSTART"].dt == duty.due_on
    assert event["DTEND"].dt == duty.due_on + timedelta(days=1)
    assert event["DTSTAMP"].dt.tzinfo is not None
    assert event["URL"] == "https://policy.example.org/s/grange/policy/"
    assert "G96" in event["DESCRIPTION"]
    assert not event.errors
    for name in User.objects.values_list("name", flat=True):
        assert name not in body.decode()


def test_what_has_not_changed_is_not_sent_again(client_for: ClientFor, duty: Duty) -> None:
    address = link_of(client_for("teacher@grange"))
    first = Client().get(address)
    same = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    Duty.objects.filter(pk=duty.pk).update(due_on=duty.due_on + timedelta(days=1))
    changed = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert "private" in changed["Cache-Control"]


def test_a_calendar_of_an_office(client_for: ClientFor, duty: Duty, grange: School) -> None:
    Duty.objects.create(
        school=grange,
        source="plain",
        key="two",
        title="Minute it",
        office="clerk",
        due_on=today(),
        opened_on=today(),
    )
    clerk = client_for("clerk@grange")
    address = link_of(clerk, school="grange", office="clerk")
    (event,) = Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    assert event["SUMMARY"] == "Due: Minute it"
    Membership.objects.filter(school=grange, role="clerk").update(to_on=today() - timedelta(days=1))
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("person", "data", "status"),
    [
        ("teacher@grange", {"school": "grange", "office": "clerk"}, 403),
        ("clerk@calcot", {"school": "grange", "office": "clerk"}, 404),
        ("teacher@grange", {"school": "nowhere", "office": "clerk"}, 404),
        ("teacher@grange", {"school": "calcot"}, 404),
        ("teacher@grange", {}, 302),
    ],
)
def test_nobody_gets_the_calendar_of_an_office_that_is_not_theirs(
    client_for: ClientFor, person: str, data: dict[str, str], status: int
) -> None:
    assert client_for(person).post(MAKE, data).status_code == status
    assert not Feed.objects.exists()


def test_a_link_ends_when_it_is_ended_renewed_or_its_owner_leaves(
    client_for: ClientFor, duty: Duty, grange: School
) -> None:
    client = client_for("teacher@grange")
    first = link_of(client)
    second = link_of(client)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    feed = Feed.objects.open().get()
    assert client_for("headteacher@grange").post(f"{MAKE}{feed.pk}/end/").status_code == 404
    for _ in range(2):
        assert client.post(f"{MAKE}{feed.pk}/end/").status_code == 302
    assert Client().get(second).status_code == 404
    third = link_of(client)
    Membership.objects.filter(user=duty.person).update(to_on=today() - timedelta(days=1))
    assert Client().get(third).status_code == 404


def test_a_calendar_holds_one_school(client_for: ClientFor, duty: Duty, grange: School) -> None:
    elsewhere = School.objects.get(slug="calcot")
    Membership.objects.create(school=elsewhere, user=duty.person, role="teacher", from_on=today())
    Duty.objects.create(
        school=elsewhere,
        source="plain",
        key="two",
        title="Something at Calcot",
        person=duty.person,
        due_on=today(),
        opened_on=today(),
    )
    client = client_for("teacher@grange")
    at_grange, at_calcot = link_of(client), link_of(client, school="calcot")
    assert "Something at Calcot" not in Client().get(at_grange).content.decode()
    body = Client().get(at_calcot).content.decode()
    assert "Something at Calcot" in body
    assert duty.title[:20] not in body


def test_a_link_that_is_none_is_not_there(client: Client, demo: None) -> None:
    assert client.get(f"{MAKE}{'x' * 43}.ics").status_code == 404
    assert client.post(MAKE).status_code == 302
    assert not Feed.objects.exists()


def test_only_the_hash_of_a_link_is_kept(client_for: ClientFor, duty: Duty) -> None:
    address = link_of(client_for("teacher@grange"))
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert token not in str(list(Feed.objects.values()))


def events_of(address: str) -> list[Any]:
    return list(Calendar.from_ical(Client().get(address).content).walk("VEVENT"))


def test_a_change_moves_the_sequence_and_a_dropped_duty_goes_as_cancelled_for_a_week(
    client_for: ClientFor, grange: School
) -> None:
    teacher = User.objects.get(email="teacher@grange.example")
    Duty.objects.filter(person=teacher).delete()
    asks = Asks([want("read 1", today() + timedelta(days=9), person_id=teacher.pk)])
    asks.slug = "grange"
    address = link_of(client_for("teacher@grange"))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        asks.sweep(grange, today(), is_sure=True)
        (first,) = events_of(address)
        assert (first["SEQUENCE"], str(first["STATUS"])) == (0, "CONFIRMED")
        clock.shift(timedelta(minutes=5))
        asks.sweep(grange, today(), is_sure=True)
        assert events_of(address)[0]["LAST-MODIFIED"].dt == first["LAST-MODIFIED"].dt, "nothing has changed"
        asks.wanted = [want("read 1", today() + timedelta(days=12), person_id=teacher.pk)]
        asks.sweep(grange, today(), is_sure=True)
        (moved,) = events_of(address)
        assert moved["UID"] == first["UID"]
        assert moved["SEQUENCE"] == 1
        assert moved["LAST-MODIFIED"].dt == first["LAST-MODIFIED"].dt + timedelta(minutes=5)
        asks.wanted = []
        asks.sweep(grange, today(), is_sure=True)
        (gone,) = events_of(address)
        assert (gone["UID"], gone["SEQUENCE"], str(gone["STATUS"])) == (first["UID"], 2, "CANCELLED")
        clock.shift(timedelta(days=8))
        assert events_of(address) == []


def test_what_is_done_is_taken_out_of_calendars(client_for: ClientFor, duty: Duty, grange: School) -> None:
    address = link_of(client_for("teacher@grange"))
    complete_duty(by=None, school_id=grange.pk, key="one", how="seen")
    found = [
        str(event["STATUS"]) for event in events_of(address) if event["UID"].startswith(f"duty-{duty.pk}@")
    ]
    assert found == ["CANCELLED"]


@pytest.mark.parametrize(
    ("alarm", "before"),
    [("day", timedelta(hours=9)), ("before", timedelta(hours=-15)), ("", None), ("x", None)],
)
def test_alarms_are_by_choice(
    client_for: ClientFor, duty: Duty, alarm: str, before: timedelta | None
) -> None:
    events = events_of(link_of(client_for("teacher@grange"), alarm=alarm))
    alarms = [each["TRIGGER"].dt for event in events for each in event.walk("VALARM")]
    assert alarms == ([] if before is None else [before] * len(events))
