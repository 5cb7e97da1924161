"""A school's directory: who is told, how they are reached, and who may change it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.directory import actions
from belisha.directory.forms import ContactForm
from belisha.directory.models import SchoolContact
from belisha.directory.national import ServedPeople, national_services, services_for
from belisha.directory.queries import reach_of
from belisha.people.actor import actor_from
from belisha.people.models import Membership, School, User
from belisha.rules.vocabulary.loading import load_vocabulary


def actor(person: str) -> object:
    user = User.objects.get(email=f"{person}.example")
    return actor_from(user.pk, user.name)


@pytest.fixture
def grange(demo: None) -> School:
    school: School = School.objects.get(slug="grange")
    SchoolContact.objects.filter(school=school).delete()
    return school


def lado(school: School, **facts: object) -> SchoolContact:
    given = {"phone": "01632 960 111", "reachable": "weekdays, 9am to 5pm"} | facts
    return actions.add_contact(by=actor("headteacher@grange"), school=school, word="lado", **given)


def test_a_body_outside_is_a_gap_until_somebody_says_how_it_is_reached(grange: School) -> None:
    assert reach_of(grange, ["lado"], today())["lado"].is_gap
    lado(grange)
    found = reach_of(grange, ["lado"], today())["lado"]
    assert not found.is_gap
    assert [(line.phone, line.dial, line.how) for line in found.contacts] == [
        ("01632 960 111", "01632960111", "01632 960 111, weekdays, 9am to 5pm")
    ]


def test_an_office_is_known_by_who_holds_it(grange: School) -> None:
    Membership.objects.filter(school=grange, role="dsl").delete()
    holder = User.objects.create_user("lead@grange-new.example", name="Lena Lead")
    Membership.objects.create(school=grange, user=holder, role="dsl", from_on=today())
    found = reach_of(grange, ["dsl"], today())["dsl"]
    assert found.holders == ("Lena Lead",)
    assert not found.is_reachable
    actions.add_contact(
        by=actor("headteacher@grange"), school=grange, word="dsl", name="Lena Lead", phone="01632 960 112"
    )
    found = reach_of(grange, ["dsl"], today())["dsl"]
    assert (found.holders, [line.name for line in found.contacts]) == ((), ["Lena Lead"])


def test_each_school_under_one_policy_has_its_own(grange: School) -> None:
    """K5: two schools may keep one policy; whom they tell is each school's own."""
    calcot = School.objects.get(slug="calcot")
    lado(grange)
    phones = [line.phone for line in reach_of(calcot, ["lado"], today())["lado"].contacts]
    assert "01632 960 111" not in phones
    with pytest.raises(PermissionDenied):
        actions.add_contact(by=actor("headteacher@grange"), school=calcot, word="lado", phone="101")


def test_what_is_not_public_is_for_the_schools_own_people(grange: School) -> None:
    lado(grange, is_public=False)
    assert reach_of(grange, ["lado"], today())["lado"].contacts == ()
    assert len(reach_of(grange, ["lado"], today(), is_public=False)["lado"].contacts) == 1


def test_a_change_ends_the_old_contact_and_keeps_it(grange: School) -> None:
    old = lado(grange, from_on=today() - timedelta(days=30))
    new = actions.change_contact(by=actor("headteacher@grange"), contact=old, phone="01632 960 222")
    assert [line.phone for line in reach_of(grange, ["lado"], today())["lado"].contacts] == ["01632 960 222"]
    before = reach_of(grange, ["lado"], today() - timedelta(days=1))["lado"]
    assert [line.phone for line in before.contacts] == ["01632 960 111"]
    assert new.reachable == "weekdays, 9am to 5pm"
    with pytest.raises(actions.ContactChangedError, match="in the meantime"):
        actions.change_contact(by=actor("headteacher@grange"), contact=old, phone="01632 960 333")


def test_a_slip_of_today_is_put_right_without_a_trace_in_the_directory(grange: School) -> None:
    row = lado(grange)
    assert (
        actions.change_contact(by=actor("headteacher@grange"), contact=row, phone="01632 960 222").pk
        == row.pk
    )
    actions.end_contact(by=actor("headteacher@grange"), contact=row)
    assert not SchoolContact.objects.filter(school=grange).exists()


def test_an_ended_contact_is_shown_no_more(grange: School) -> None:
    row = lado(grange, from_on=today() - timedelta(days=3))
    actions.end_contact(by=actor("headteacher@grange"), contact=row)
    assert reach_of(grange, ["lado"], today())["lado"].is_gap


def test_the_record_tells_of_the_change_without_names_or_numbers(grange: School) -> None:
    lado(grange, name="Petra Partner")
    event = Event.objects.latest("pk")
    assert (event.verb, event.detail) == ("added-contact", {"word": "lado"})


def test_only_who_keeps_the_directory_changes_it(grange: School) -> None:
    row = lado(grange)
    for act in (
        lambda: actions.add_contact(by=actor("teacher@grange"), school=grange, word="lado", phone="101"),
        lambda: actions.change_contact(by=actor("teacher@grange"), contact=row, phone="101"),
        lambda: actions.end_contact(by=actor("teacher@grange"), contact=row),
    ):
        with pytest.raises(PermissionDenied, match="directory"):
            act()


def test_the_database_refuses_a_contact_that_nobody_could_reach(grange: School) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolContact.objects.create(school=grange, word="lado", name="Nobody", from_on=today())


def test_reading_many_words_asks_few_queries(grange: School, django_assert_max_num_queries: object) -> None:
    words = [*load_vocabulary().parties, "dsl", "headteacher", "ict-team", "clerk"]
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        reach_of(grange, words, today())


@pytest.mark.parametrize(
    "phone", ["01632 960 001", "+44 1632 960001", "(01632) 960 001 ext 12", "101", "0800 1111"]
)
def test_numbers_as_people_write_them_are_taken(phone: str) -> None:
    assert ContactForm({"phone": phone}).is_valid()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"phone": "ring the office"}, "Enter a telephone number like"),
        ({"name": "Lena"}, "Enter a telephone number, an email address or an address"),
        ({"email": "lena at school"}, "Enter an email address like"),
    ],
)
def test_what_nobody_could_use_is_asked_again(given: dict[str, str], says: str) -> None:
    form = ContactForm(given)
    assert not form.is_valid()
    assert says in str(form.errors)


def test_national_services_are_dated_have_a_source_and_a_way_in() -> None:
    for each in national_services().values():
        assert each.source.startswith("https://"), each.id
        assert date(2026, 1, 1) < each.as_of
        assert each.phone or each.email or each.url, each.id


def test_a_child_is_sent_to_services_for_children() -> None:
    found = [each.id for each in services_for(ServedPeople.CHILD)]
    assert {"childline", "report-remove", "ceop"} <= set(found)
    assert "posh" not in found
