"""Days on which nobody fills an office: said when they come about, with the way to name somebody."""

from datetime import date, timedelta

import pytest

from belisha.base.clock import today
from belisha.people.models import Absence, Membership, School, User
from belisha.people.offices.vacancies import Vacancy, vacancies
from tests.demo_fixtures import ClientFor

DAY = timedelta(days=1)
FIRST, LAST = date(2099, 1, 4), date(2099, 1, 8)
DAYS = {"from_on": "2099-01-04", "to_on": "2099-01-08"}


@pytest.fixture
def grange(demo: None) -> School:
    school = School.objects.get(slug="grange")
    Absence.objects.filter(school=school).delete()
    Membership.objects.filter(school=school, is_deputy=True).delete()
    return school


def user_of(person: str) -> User:
    return User.objects.get(email=f"{person}.example")


def deputy(school: School, person: str = "slt@grange", **days: date) -> Membership:
    fields = {"from_on": date(2026, 9, 1), **days}
    return Membership.objects.create(
        school=school, user=user_of(person), role="headteacher", is_deputy=True, **fields
    )


def at(person: str, rest: str) -> str:
    return f"/s/grange/people/{user_of(person).pk}/{rest}"


def test_only_days_that_nobody_fills_are_found(grange: School) -> None:
    head = user_of("headteacher@grange")
    assert vacancies(grange, ["headteacher", "teacher"], today()) == []
    Absence.objects.create(school=grange, user=head, from_on=FIRST, to_on=LAST)
    assert vacancies(grange, ["headteacher"], today()) == [Vacancy("headteacher", FIRST, LAST)]
    stand_in = deputy(grange, from_on=FIRST + DAY, to_on=LAST - DAY)
    assert vacancies(grange, ["headteacher"], FIRST, LAST) == [
        Vacancy("headteacher", FIRST, FIRST),
        Vacancy("headteacher", LAST, LAST),
    ]
    Absence.objects.create(school=grange, user=stand_in.user, from_on=FIRST + DAY, to_on=LAST - DAY)
    assert vacancies(grange, ["headteacher"], FIRST, LAST) == [Vacancy("headteacher", FIRST, LAST)]
    Membership.objects.filter(user=head, role="headteacher").update(to_on=LAST)
    assert vacancies(grange, ["headteacher"], LAST)[-1] == Vacancy("headteacher", LAST, None)


def test_who_writes_down_their_own_absence_hears_that_nobody_stands_in(
    client_for: ClientFor, grange: School
) -> None:
    page = client_for("headteacher@grange").post(at("headteacher@grange", "away/"), DAYS, follow=True)
    text = page.content.decode()
    assert "Absence recorded." in text
    assert "Nobody fills the office of headteacher from 4 January 2099 to 8 January 2099" in text
    assert 'href="/s/grange/people/fill/headteacher/">Name a headteacher' in text


def test_with_a_deputy_nothing_is_said(client_for: ClientFor, grange: School) -> None:
    deputy(grange)
    page = client_for("headteacher@grange").post(at("headteacher@grange", "away/"), DAYS, follow=True)
    assert "Nobody fills" not in page.content.decode()


@pytest.mark.parametrize("how", ["change", "take back", "leave"])
def test_when_the_only_deputy_goes_it_is_said(client_for: ClientFor, grange: School, how: str) -> None:
    row = deputy(grange)
    Absence.objects.create(school=grange, user=user_of("headteacher@grange"), from_on=FIRST, to_on=LAST)
    head = client_for("headteacher@grange")
    ended = {"from_on": "2026-09-01", "to_on": (today() - DAY).isoformat(), "is_deputy": "on"}
    page = {
        "change": lambda: head.post(at("slt@grange", f"role/{row.pk}/"), ended, follow=True),
        "take back": lambda: head.post(at("slt@grange", f"role/{row.pk}/take-back/"), follow=True),
        "leave": lambda: head.post(at("slt@grange", "leave/"), follow=True),
    }[how]()
    text = page.content.decode()
    assert "Nobody fills the office of headteacher from 4 January 2099 to 8 January 2099" in text
    assert 'href="/s/grange/people/fill/headteacher/"' in text
