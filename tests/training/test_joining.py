"""Who has joined: a change of role or a return within a year is none, a new kind of role is."""

from datetime import date, timedelta

import pytest

from belisha.people.models import Membership, School, User
from belisha.training.requirements import joined_on, roles_by_person
from tests.duties.sweeps import small_school

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
STAFF = frozenset({"teacher", "teaching-assistant", "slt", "headteacher"})


@pytest.fixture
def school(db: None) -> School:
    return small_school()


def held(school: School, *spans: tuple[str, date, date | None]) -> list[tuple[str, date]]:
    user = User.objects.create_user("ann@small.example", name="Ann")
    for role, from_on, to_on in spans:
        Membership.objects.create(school=school, user=user, role=role, from_on=from_on, to_on=to_on)
    return roles_by_person(school, ON).get(user.pk, [])


def test_a_promotion_is_no_joining(school: School) -> None:
    found = held(
        school, ("teacher", date(2020, 9, 1), date(2026, 8, 31)), ("headteacher", date(2026, 9, 1), None)
    )
    assert found == [("headteacher", date(2020, 9, 1))]


def test_supply_staff_who_come_back_within_a_year_have_joined_once(school: School) -> None:
    found = held(
        school,
        ("teacher", date(2025, 10, 1), date(2025, 10, 20)),
        ("teacher", date(2026, 3, 1), date(2026, 3, 9)),
        ("teacher", date(2026, 11, 2), None),
    )
    assert joined_on(found, STAFF) == date(2025, 10, 1)


def test_after_a_longer_break_somebody_joins_anew(school: School) -> None:
    ended = ON - timedelta(days=500)
    found = held(school, ("teacher", date(2015, 9, 1), ended), ("teacher", date(2026, 11, 2), None))
    assert joined_on(found, STAFF) == date(2026, 11, 2)


def test_a_parent_who_comes_to_work_joins_the_staff(school: School) -> None:
    found = held(school, ("parent", date(2019, 9, 1), None), ("teacher", date(2026, 11, 2), None))
    assert joined_on(found, STAFF) == date(2026, 11, 2)
    assert joined_on(found, frozenset({"parent"})) == date(2019, 9, 1)


def test_who_has_left_has_no_role(school: School) -> None:
    assert held(school, ("teacher", date(2019, 9, 1), ON - timedelta(days=1))) == []
