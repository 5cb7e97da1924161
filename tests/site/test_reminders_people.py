"""Who gets which mail: the person, the line manager, the office; one mail a day; whoever has no address."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from belisha.duties.actions import complete_duty
from belisha.duties.models import Duty
from belisha.duties.sweeping import Swept, sweep_school
from belisha.notices.addresses import hash_of_address
from belisha.notices.models import Notice, NoticeState
from belisha.people.models import Absence, School, Term, User

from .sweeps import MONDAY, Asks, instant, mails, only, person, small_school, want

pytestmark = pytest.mark.django_db
DUE = MONDAY + timedelta(days=14)


@pytest.fixture
def school(db: None) -> School:
    return small_school()


@pytest.fixture
def asks(school: School) -> Iterator[Asks]:
    with only(Asks()) as made:
        yield made


@pytest.fixture
def head(school: School) -> User:
    return person(school, "Hedda", "headteacher")


@pytest.fixture
def manager(school: School, head: User) -> User:
    return person(school, "Mina", "teacher", manager=head)


@pytest.fixture
def ann(school: School, manager: User) -> User:
    return person(school, "Ann", manager=manager)


def swept(school: School, day: date, hour: int = 10) -> Swept:
    return sweep_school(school, day, instant(day, hour))


def day_by_day(school: School, days: int) -> dict[int, set[str]]:
    """Who got a mail on which day after the first."""
    found: dict[int, set[str]] = {}
    for n in range(days):
        before = set(Notice.objects.values_list("pk", flat=True))
        swept(school, MONDAY + timedelta(days=n))
        names = Notice.objects.exclude(pk__in=before).values_list("to__name", flat=True)
        if names:
            found[n] = set(names)
    return found


def test_the_ladder_goes_from_the_person_to_the_manager_to_the_office(
    school: School, ann: User, manager: User, head: User, asks: Asks
) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    assert day_by_day(school, 40) == {
        0: {"Ann"},
        7: {"Ann"},
        14: {"Ann"},
        21: {"Mina"},
        28: {"Hedda"},
    }
    for name, _, text in mails():
        others = {"Ann", "Mina", "Hedda"} - {name}
        assert not any(other in text for other in others)
    assert "Late, of people whom you manage:" in mails()[3][2]
    assert "Late at the school" in mails()[4][2]


def test_what_is_done_is_reminded_of_no_more(school: School, ann: User, asks: Asks) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    swept(school, MONDAY)
    complete_duty(by=None, school_id=school.pk, key="read 1", how="")
    assert set(day_by_day(school, 40)) == set()


def test_many_duties_of_one_person_make_one_mail_a_day(school: School, ann: User, asks: Asks) -> None:
    asks.wanted = [want(f"read {n}", DUE + timedelta(days=n % 3), person_id=ann.pk) for n in range(12)]
    assert swept(school, MONDAY).mails == 1
    asks.wanted.append(want("one more", DUE, person_id=ann.pk))
    assert swept(school, MONDAY, 11).mails == 0
    assert swept(school, MONDAY + timedelta(days=1)).mails == 1
    (_, first, _), (_, second, text) = mails()
    assert first == "12 things to do: Small School"
    assert second == "13 things to do: Small School"
    assert text.count("\n* ") == 13


@pytest.mark.parametrize(
    ("day", "hour", "mails_on_it", "not_before"),
    [
        (MONDAY, 5, 1, instant(MONDAY, 7, 30)),
        (MONDAY, 19, 0, None),
        (MONDAY - timedelta(days=1), 12, 0, None),
        (date(2026, 12, 25), 12, 0, None),
    ],
)
def test_quiet_hours_weekends_and_bank_holidays(
    school: School, ann: User, asks: Asks, day: date, hour: int, mails_on_it: int, not_before: object
) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    assert swept(school, day, hour).mails == mails_on_it
    if mails_on_it:
        assert Notice.objects.get().not_before == not_before
    else:
        assert Duty.objects.get().reminded == 0
        working = day + timedelta(days=4 if day.month == 12 else 1)
        assert swept(school, working, 9).mails == 1


def test_nothing_is_sent_between_two_terms(school: School, ann: User, asks: Asks) -> None:
    Term.objects.create(
        school=school, name="Autumn", starts_on=date(2026, 9, 2), ends_on=MONDAY - timedelta(days=3)
    )
    Term.objects.create(
        school=school, name="Spring", starts_on=MONDAY + timedelta(days=7), ends_on=date(2027, 3, 25)
    )
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    assert set(day_by_day(school, 12)) == {7}


def test_an_office_is_told_through_whoever_holds_it_today(school: School, head: User, asks: Asks) -> None:
    clerk = person(school, "Cleo", "clerk")
    asks.wanted = [want("minute", DUE, office="clerk")]
    swept(school, MONDAY)
    Absence.objects.create(school=school, user=clerk, from_on=DUE - timedelta(days=9), to_on=DUE)
    swept(school, DUE - timedelta(days=7))
    assert [(name, "by your office" in text) for name, _, text in mails()] == [
        ("Cleo", True),
        ("Hedda", True),
    ]


def test_a_manager_who_is_away_is_passed_over(
    school: School, ann: User, manager: User, head: User, asks: Asks
) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    Absence.objects.create(school=school, user=manager, from_on=MONDAY, to_on=DUE + timedelta(days=60))
    found = day_by_day(school, 22)
    assert found[21] == {"Hedda"}


def test_people_without_an_address_are_told_through_their_manager(
    school: School, manager: User, head: User, asks: Asks
) -> None:
    kits = [person(school, f"Kit{n}", "support-staff", manager=manager, email=False) for n in range(3)]
    nobody = person(school, "Lu", "support-staff", email=False)
    asks.wanted = [want(f"read {each.pk}", DUE, person_id=each.pk) for each in (*kits, nobody)]
    asks.wanted = [type(each)(**{**_fields(each), "title": "Read the policy"}) for each in asks.wanted]
    assert swept(school, MONDAY).mails == 2
    by_name = {name: (subject, text) for name, subject, text in mails()}
    assert set(by_name) == {"Mina", "Hedda"}
    assert by_name["Mina"][0] == "To hand on: Small School"
    assert "* Read the policy: 3\n" in by_name["Mina"][1]
    assert "* Read the policy: 1\n" in by_name["Hedda"][1]
    assert "Kit" not in by_name["Mina"][1]


def _fields(wanted: object) -> dict[str, object]:
    return {name: getattr(wanted, name) for name in wanted.__slots__}  # type: ignore[attr-defined]


def test_a_refused_address_counts_as_none_until_it_is_changed(
    school: School, ann: User, manager: User, asks: Asks
) -> None:
    assert ann.email is not None
    Notice.objects.create(
        school=school,
        key="earlier",
        to=ann,
        subject="",
        text="",
        state=NoticeState.DROPPED,
        refused=hash_of_address(ann.email),
    )
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    swept(school, MONDAY)
    assert mails()[-1][0] == "Mina"
    ann.email = "ann.new@small.example"
    ann.save()
    swept(school, DUE - timedelta(days=7))
    assert mails()[-1][0] == "Ann"


def test_nobody_to_tell_is_tried_again_every_day(school: School, asks: Asks) -> None:
    asks.wanted = [want("minute", DUE, office="clerk")]
    assert swept(school, MONDAY).mails == 0
    assert Duty.objects.get().reminded == 0
    person(school, "Cleo", "clerk")
    assert swept(school, MONDAY + timedelta(days=1)).mails == 1


def test_a_person_in_two_schools_hears_from_each_of_its_own_duties(
    school: School, ann: User, asks: Asks
) -> None:
    other = School.objects.create(slug="other", name="Other")
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    swept(school, MONDAY)
    assert swept(other, MONDAY).mails == 0
    assert [subject for _, subject, _ in mails()] == ["1 thing to do: Small School"]
