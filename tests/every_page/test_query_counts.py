"""How many times a page asks the database: a fixed number, however many people and duties a school has."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from belisha.base.clock import today
from belisha.duties.models import Duty
from belisha.people.models import Membership, School, User
from belisha.ratification.queries import people_with
from tests.demo_fixtures import ClientFor

MOST = {
    "/me/": 47,
    "/s/grange/people/manage/": 14,
    "/s/grange/duties/": 14,
    "/s/grange/record/": 16,
    "/s/grange/offices/": 14,
    "/s/grange/state/": 26,
    "/s/grange/acknowledge/": 18,
    "/s/grange/training/all/": 14,
    "/s/grange/versions/": 14,
    "/s/grange/policy/": 14,
}


def add_people(count: int, role: str = "teacher") -> None:
    school = School.objects.get(slug="grange")
    users = User.objects.bulk_create(
        User(email=f"more{n}@grange.example", name=f"Person {n}", password="!") for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(school=school, user=user, role=role, from_on=date(2026, 9, 1)) for user in users
    )
    Duty.objects.bulk_create(
        Duty(
            school=school,
            source="training",
            key=f"more {user.pk}",
            title="Do it",
            person=user,
            due_on=today() - timedelta(1),
            opened_on=today(),
        )
        for user in users
    )


def queries_of(client_for: ClientFor, address: str) -> int:
    client = client_for("headteacher@grange")
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


@pytest.mark.parametrize("address", MOST)
def test_a_page_asks_no_more_often_when_there_is_more(client_for: ClientFor, address: str) -> None:
    before = queries_of(client_for, address)
    add_people(60)
    after = queries_of(client_for, address)
    assert after <= before + 2, f"{before} queries became {after} with sixty more people"
    assert after <= MOST[address], f"{after} queries"


def test_those_with_a_right_are_found_at_once(demo: None, django_assert_max_num_queries: Any) -> None:
    school = School.objects.get(slug="grange")
    before = len(people_with(school, "approve-policy"))
    add_people(30, "governor")
    with django_assert_max_num_queries(3):
        assert len(people_with(school, "approve-policy")) == before + 30
