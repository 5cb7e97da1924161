"""Reminders by hand: the mail is shown before it goes, to whom it goes, and what people chose."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.duties.models import Duty, ReminderFrequency, ReminderSetting
from belisha.outbox.models import Notice, Priority
from belisha.people.models import Absence, Membership, School, User
from tests.demo_fixtures import ClientFor
from tests.duties.sweeps import MONDAY, instant

ADDRESS = "/s/grange/duties/remind/"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(instant(MONDAY), tick=True):
        yield


@pytest.fixture
def grange(demo: None) -> School:
    school = School.objects.get(slug="grange")
    Duty.objects.filter(school=school).delete()
    return school


def who(role: str) -> User:
    return User.objects.get(email=f"{role}@grange.example")


def owed(school: School, role: str, key: str) -> Duty:
    return Duty.objects.create(
        school=school,
        source="plain",
        key=f"{key} {role}",
        title=f"Title {key}",
        person=who(role),
        due_on=today() + timedelta(days=5),
        opened_on=today(),
        link="/s/grange/policy/",
    )


def test_the_mail_is_shown_before_it_goes_and_goes_once(client_for: ClientFor, grange: School) -> None:
    for role in ("teacher", "dsl"):
        owed(grange, role, "one")
    owed(grange, "teacher", "two")
    client = client_for("headteacher@grange")
    assert f'href="{ADDRESS}?' in client.get("/s/grange/duties/").content.decode()
    page = client.get(ADDRESS).content.decode()
    assert "2 people get an email" in page
    assert "Send 2 emails" in page
    assert "Hello " in page
    assert not Notice.objects.filter(key__contains="by hand").exists(), "looking sends nothing"
    for _ in range(2):
        assert client.post(ADDRESS).status_code == 302
    sent = Notice.objects.filter(key__contains="by hand").order_by("to__name")
    assert {each.to for each in sent} == {who("teacher"), who("dsl")}
    assert {each.pace for each in sent} == {Priority.WORKING_DAYS}
    own = sent.get(to=who("teacher"))
    assert own.text.count("\n* ") == 2
    assert own.subject == "2 things to do: Grange Infant School"
    assert who("dsl").name not in own.text
    assert Event.objects.get(verb="reminded-by-hand").detail == {"mails": 2}
    assert ReminderSetting.objects.get(person=who("teacher")).sent_on == today()


def test_one_person_is_reminded_of_one_thing(client_for: ClientFor, grange: School) -> None:
    duty, _ = owed(grange, "teacher", "one"), owed(grange, "dsl", "two")
    client = client_for("headteacher@grange")
    assert "1 person gets an email" in client.get(f"{ADDRESS}?duty={duty.pk}").content.decode()
    client.post(f"{ADDRESS}?duty={duty.pk}")
    (mail,) = Notice.objects.filter(key__contains="by hand")
    assert (mail.to, "Title one" in mail.text) == (who("teacher"), True)


def test_who_is_away_or_has_no_email_is_named_and_not_mailed(client_for: ClientFor, grange: School) -> None:
    for role in ("teacher", "dsl", "clerk"):
        owed(grange, role, "one")
    Absence.objects.create(school=grange, user=who("teacher"), from_on=today(), to_on=today())
    dsl, clerk = who("dsl"), who("clerk")
    User.objects.filter(pk=dsl.pk).update(email=None)
    client = client_for("headteacher@grange")
    page = client.get(ADDRESS).content.decode()
    assert "Away today, so not reminded" in page
    assert dsl.name in page
    client.post(ADDRESS)
    assert [each.to for each in Notice.objects.filter(key__contains="by hand")] == [clerk]


@pytest.mark.parametrize(
    ("person", "status"), [("teacher@grange", 403), ("headteacher@calcot", 404), ("clerk@grange", 200)]
)
def test_who_may_remind(client_for: ClientFor, grange: School, person: str, status: int) -> None:
    owed(grange, "teacher", "one")
    client = client_for(person)
    assert client.get(ADDRESS).status_code == status
    if status != 200:
        assert client.post(ADDRESS).status_code == status
        assert not Notice.objects.filter(key__contains="by hand").exists()


def test_a_manager_reminds_their_own_people_only(client_for: ClientFor, grange: School) -> None:
    Membership.objects.filter(school=grange, user=who("teaching-assistant")).update(
        line_manager=who("teacher")
    )
    owed(grange, "teaching-assistant", "one")
    owed(grange, "dsl", "one")
    client_for("teacher@grange").post(ADDRESS)
    assert [each.to for each in Notice.objects.filter(key__contains="by hand")] == [who("teaching-assistant")]


@pytest.mark.parametrize(("given", "kept"), [("28", 28), ("1", 7), ("x", 7), ("", 7)])
def test_a_person_chooses_how_often(client_for: ClientFor, grange: School, given: str, kept: int) -> None:
    client = client_for("teacher@grange")
    assert "Once a week at most" in client.get("/me/").content.decode()
    client.post("/s/grange/duties/reminders/", {"frequency": given})
    rows: Any = ReminderSetting.objects.filter(person=who("teacher"))
    assert [each.frequency for each in rows] == ([kept] if kept != ReminderFrequency.WEEKLY else [])


def test_a_person_chooses_to_hear_at_once_of_what_is_handed_to_them(
    client_for: ClientFor, grange: School
) -> None:
    client = client_for("clerk@grange")
    assert 'name="hears_at_once"' in client.get("/me/").content.decode()
    client.post("/s/grange/duties/reminders/", {"frequency": "7", "hears_at_once": "yes"})
    rows: Any = ReminderSetting.objects.filter(person=who("clerk"))
    assert [each.hears_at_once for each in rows] == [True]
    assert " checked>" in client.get("/me/").content.decode().split('name="hears_at_once"')[1][:200]
