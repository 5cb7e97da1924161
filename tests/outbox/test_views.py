"""The page on which the office sees whose address takes no mail, and mends it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from belisha.base.clock import today
from belisha.outbox.bounced_addresses import hash_of_address, unreached
from belisha.outbox.models import Notice, NoticeState
from belisha.outbox.queries import calendar_gaps
from belisha.outbox.working_days import bank_holidays_known_until
from belisha.people.models import School, Term, User
from tests.demo_fixtures import ClientFor

MAIL = "/s/grange/mail/"


@pytest.fixture
def refused(demo: None, settings: Any) -> Notice:
    settings.EMAIL_HOST = "127.0.0.1"
    teacher = User.objects.get(email="teacher@grange.example")
    return Notice.objects.create(
        school=School.objects.get(slug="grange"),
        key="one",
        to=teacher,
        subject="3 things to do",
        text="",
        state=NoticeState.DROPPED,
        trouble="550 no such person",
        refused=hash_of_address("teacher@grange.example"),
        tried_at=timezone.now(),
        tries=1,
    )


@pytest.mark.parametrize(
    ("person", "status"), [("headteacher@grange", 200), ("teacher@grange", 403), ("headteacher@calcot", 404)]
)
def test_who_sees_it(client_for: ClientFor, refused: Notice, person: str, status: int) -> None:
    response = client_for(person).get(MAIL)
    assert response.status_code == status
    assert ("no such person" in response.content.decode()) == (status == 200)


def test_nobody_without_an_account(client: Client, demo: None) -> None:
    assert client.get(MAIL).status_code == 302


def test_it_says_what_is_wrong_and_lets_it_be_sent_again(client_for: ClientFor, refused: Notice) -> None:
    client = client_for("headteacher@grange")
    assert "Check the address with the person" in client.get(MAIL).content.decode()
    assert unreached({refused.to_id}) == {refused.to_id}
    User.objects.filter(pk=refused.to_id).update(email="t@grange.example")
    assert not unreached({refused.to_id})
    assert "has changed since" in client.get(MAIL).content.decode()
    for _ in range(2):
        assert client.post(f"{MAIL}{refused.pk}/again/").status_code == 302
    refused.refresh_from_db()
    assert (refused.state, refused.tries, refused.refused) == (NoticeState.WAITING, 0, "")
    assert "No address has been refused" in client.get(MAIL).content.decode()


@pytest.mark.parametrize(
    ("person", "status"), [("teacher@grange", 403), ("governor@grange", 403), ("headteacher@calcot", 404)]
)
def test_nobody_else_sends_it_again(client_for: ClientFor, refused: Notice, person: str, status: int) -> None:
    assert client_for(person).post(f"{MAIL}{refused.pk}/again/").status_code == status
    refused.refresh_from_db()
    assert refused.state == NoticeState.DROPPED


def test_a_site_without_a_mail_server_says_so(client_for: ClientFor, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    assert "has no mail server yet" in client_for("headteacher@grange").get(MAIL).content.decode()


def test_a_mail_server_that_does_not_answer_is_told(client_for: ClientFor, refused: Notice) -> None:
    Notice.objects.update(state=NoticeState.WAITING, trouble="Connection refused", refused="")
    page = client_for("headteacher@grange").get(MAIL).content.decode()
    assert "Connection refused" in page
    assert "1 of them tried before" in page


def test_a_mail_server_that_refuses_the_site_is_told_with_its_words(
    client_for: ClientFor, refused: Notice
) -> None:
    Notice.objects.filter(pk=refused.pk).update(
        state=NoticeState.WAITING, refused="", trouble="554 5.7.1 Relay access denied", tries=1
    )
    page = client_for("headteacher@grange").get(MAIL).content.decode()
    assert "does not accept email from this site" in page
    assert "554 5.7.1 Relay access denied" in page
    assert "No address has been refused" in page


def test_it_says_what_is_assumed_of_terms_and_bank_holidays(client_for: ClientFor, refused: Notice) -> None:
    school = refused.school
    Term.objects.filter(school=school).delete()
    client = client_for("headteacher@grange")
    assert "Your term dates end on" not in client.get(MAIL).content.decode()
    Term.objects.create(
        school=school, name="A", starts_on=today() - timedelta(days=60), ends_on=today() + timedelta(days=20)
    )
    page = client.get(MAIL).content.decode()
    assert "Your term dates end on" in page
    assert "Bank holidays are known until" not in page
    assert calendar_gaps(school, date(2029, 1, 8)).holidays_until == bank_holidays_known_until()
