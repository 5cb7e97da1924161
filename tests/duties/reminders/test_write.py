"""Who gets which mail: the person, the line manager, the office; one mail a day; whoever has no address."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine

from belisha.duties.actions import complete_duty
from belisha.duties.models import Duty, ReminderFrequency, ReminderSetting
from belisha.duties.sweeping import SweepCounts
from belisha.outbox.bounced_addresses import hash_of_address
from belisha.outbox.models import Notice, NoticeState
from belisha.people.models import Absence, Membership, School, Term, User
from tests.duties.sweeps import MONDAY, Asks, instant, mails, person, small_school, want

pytestmark = pytest.mark.django_db
DUE = MONDAY + timedelta(days=14)


@pytest.fixture
def school(db: None) -> School:
    return small_school()


@pytest.fixture
def asks() -> Asks:
    return Asks()


@pytest.fixture
def head(school: School) -> User:
    return person(school, "Hedda", "headteacher")


@pytest.fixture
def manager(school: School, head: User) -> User:
    return person(school, "Mina", "teacher", manager=head)


@pytest.fixture
def ann(school: School, manager: User) -> User:
    return person(school, "Ann", manager=manager)


def swept(asks: Asks, school: School, day: date, hour: int = 10) -> SweepCounts:
    return asks.sweep(school, day, instant(day, hour))


def day_by_day(asks: Asks, school: School, days: int) -> dict[int, set[str]]:
    """Who got a mail on which day after the first."""
    found: dict[int, set[str]] = {}
    for n in range(days):
        before = set(Notice.objects.values_list("pk", flat=True))
        swept(asks, school, MONDAY + timedelta(days=n))
        names = Notice.objects.exclude(pk__in=before).values_list("to__name", flat=True)
        if names:
            found[n] = set(names)
    return found


def test_the_ladder_goes_from_the_person_to_the_manager_to_the_office(
    school: School, ann: User, manager: User, head: User, asks: Asks
) -> None:
    Term.objects.create(school=school, name="Long", starts_on=MONDAY, ends_on=MONDAY + timedelta(days=60))
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    assert day_by_day(asks, school, 40) == {
        0: {"Ann"},
        7: {"Ann"},
        14: {"Ann"},
        21: {"Mina"},
        28: {"Hedda"},
    }
    for name, _, text in mails():
        others = {"Ann", "Mina", "Hedda"} - {name}
        assert not any(other in text for other in others)
    assert "Late, from people you manage:" in mails()[3][2]
    assert "Late at the school" in mails()[4][2]


def test_what_is_done_is_reminded_of_no_more(school: School, ann: User, asks: Asks) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    swept(asks, school, MONDAY)
    complete_duty(by=None, school_id=school.pk, key="read 1", how="")
    assert set(day_by_day(asks, school, 40)) == set()


def test_many_duties_of_one_person_make_one_mail_a_day(school: School, ann: User, asks: Asks) -> None:
    asks.wanted = [want(f"read {n}", DUE + timedelta(days=n % 3), person_id=ann.pk) for n in range(12)]
    assert swept(asks, school, MONDAY).mails == 1
    asks.wanted.append(want("one more", DUE, person_id=ann.pk))
    assert swept(asks, school, MONDAY, 11).mails == 0
    assert swept(asks, school, MONDAY + timedelta(days=1)).mails == 0
    assert swept(asks, school, MONDAY + timedelta(days=7)).mails == 1
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
    assert swept(asks, school, day, hour).mails == mails_on_it
    if mails_on_it:
        assert Notice.objects.get().not_before == not_before
    else:
        assert Duty.objects.get().reminded == 0
        working = day + timedelta(days=10 if day.month == 12 else 1)
        assert swept(asks, school, working, 9).mails == 1


def test_nothing_is_sent_between_two_terms(school: School, ann: User, asks: Asks) -> None:
    Term.objects.create(
        school=school, name="Autumn", starts_on=date(2026, 9, 2), ends_on=MONDAY - timedelta(days=3)
    )
    Term.objects.create(
        school=school, name="Spring", starts_on=MONDAY + timedelta(days=7), ends_on=date(2027, 3, 25)
    )
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    assert set(day_by_day(asks, school, 12)) == {7}


def test_an_office_is_told_through_whoever_holds_it_today(school: School, head: User, asks: Asks) -> None:
    clerk = person(school, "Cleo", "clerk")
    asks.wanted = [want("minute", DUE, office="clerk")]
    swept(asks, school, MONDAY)
    Absence.objects.create(school=school, user=clerk, from_on=DUE - timedelta(days=9), to_on=DUE)
    swept(asks, school, DUE - timedelta(days=7))
    assert [(name, "Your office is asked" in text) for name, _, text in mails()] == [
        ("Cleo", True),
        ("Hedda", True),
    ]


def test_a_manager_who_is_away_is_passed_over(
    school: School, ann: User, manager: User, head: User, asks: Asks
) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    Absence.objects.create(school=school, user=manager, from_on=MONDAY, to_on=DUE + timedelta(days=60))
    found = day_by_day(asks, school, 22)
    assert found[21] == {"Hedda"}


def test_people_without_an_address_are_told_through_their_manager(
    school: School, manager: User, head: User, asks: Asks
) -> None:
    kits = [person(school, f"Kit{n}", "support-staff", manager=manager, email=False) for n in range(3)]
    nobody = person(school, "Lu", "support-staff", email=False)
    asks.wanted = [want(f"read {each.pk}", DUE, person_id=each.pk) for each in (*kits, nobody)]
    asks.wanted = [type(each)(**{**_fields(each), "title": "Read the policy"}) for each in asks.wanted]
    assert swept(asks, school, MONDAY).mails == 2
    by_name = {name: (subject, text) for name, subject, text in mails()}
    assert set(by_name) == {"Mina", "Hedda"}
    assert by_name["Mina"][0] == "Reminders to pass on: Small School"
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
    swept(asks, school, MONDAY)
    assert mails()[-1][0] == "Mina"
    ann.email = "ann.new@small.example"
    ann.save()
    swept(asks, school, DUE - timedelta(days=7))
    assert mails()[-1][0] == "Ann"


def test_nobody_to_tell_is_tried_again_every_day(school: School, asks: Asks) -> None:
    asks.wanted = [want("minute", DUE, office="clerk")]
    assert swept(asks, school, MONDAY).mails == 0
    assert Duty.objects.get().reminded == 0
    person(school, "Cleo", "clerk")
    assert swept(asks, school, MONDAY + timedelta(days=1)).mails == 1


def test_a_person_in_two_schools_hears_from_each_of_its_own_duties(
    school: School, ann: User, asks: Asks
) -> None:
    other = School.objects.create(slug="other", name="Other")
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    swept(asks, school, MONDAY)
    assert swept(asks, other, MONDAY).mails == 0
    assert [subject for _, subject, _ in mails()] == ["1 thing to do: Small School"]


def test_what_is_due_within_three_days_does_not_wait_for_the_week(
    school: School, ann: User, asks: Asks
) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    assert swept(asks, school, MONDAY).mails == 1
    tuesday = MONDAY + timedelta(days=1)
    asks.wanted.append(want("soon", MONDAY + timedelta(days=4), person_id=ann.pk))
    assert swept(asks, school, tuesday).mails == 1
    asks.wanted.append(want("sooner", MONDAY + timedelta(days=4), person_id=ann.pk))
    assert swept(asks, school, tuesday, 11).mails == 0, "but never twice on one day"


def test_a_person_may_choose_to_hear_less_often(school: School, ann: User, asks: Asks) -> None:
    ReminderSetting.objects.create(school=school, person=ann, frequency=ReminderFrequency.FORTNIGHTLY)
    asks.wanted = [want(f"read {n}", MONDAY + timedelta(days=40 + n), person_id=ann.pk) for n in range(20)]
    days = sorted(day_by_day(asks, school, 40))
    assert all(later - earlier >= 14 or later >= 36 for earlier, later in pairwise(days)), days


@pytest.mark.parametrize(
    ("source", "chosen", "told"),
    [
        ("ratification", True, {0: {"Ann"}, 1: {"Ann"}}),
        ("ratification", False, {0: {"Ann"}, 7: {"Ann"}}),
        ("plain", True, {0: {"Ann"}, 7: {"Ann"}}),
    ],
)
def test_what_is_handed_on_is_told_at_once_to_who_chose_it(
    school: School, ann: User, asks: Asks, source: str, chosen: bool, told: dict[int, set[str]]
) -> None:
    """A step of a version or a matter does not wait for the week, and nothing else goes with it again."""
    ReminderSetting.objects.create(school=school, person=ann, hears_at_once=chosen)
    asks.named(source, "it is done")
    asks.wanted = [want("first", MONDAY + timedelta(days=40), person_id=ann.pk)]
    found = {}
    for n in range(8):
        day = MONDAY + timedelta(days=n)
        if n == 1:
            asks.wanted.append(want("handed", MONDAY + timedelta(days=41), person_id=ann.pk))
        if swept(asks, school, day).mails:
            found[n] = {name for name, _, text in mails()[-1:] if "Title of" in text}
    assert found == told


def test_who_chose_it_hears_of_what_their_office_is_handed_and_others_wait(
    school: School, ann: User, head: User, asks: Asks
) -> None:
    """Two hold an office: one asked to hear at once, the other hears when their week is over."""
    clerk = person(school, "Cleo", "clerk")
    person(school, "Oli", "clerk")
    ReminderSetting.objects.create(school=school, person=clerk, hears_at_once=True)
    asks.named("ratification", "it is done")
    asks.wanted = [want("first", MONDAY + timedelta(days=40), office="clerk")]
    assert {name for _ in [swept(asks, school, MONDAY)] for name, _, _ in mails()} == {"Cleo", "Oli"}
    asks.wanted.append(want("meeting", MONDAY + timedelta(days=41), office="clerk"))
    swept(asks, school, MONDAY + timedelta(days=1))
    assert [name for name, _, text in mails() if "meeting" in text] == ["Cleo"]
    for n in range(2, 8):
        swept(asks, school, MONDAY + timedelta(days=n))
    assert [name for name, _, text in mails() if "meeting" in text] == ["Cleo", "Oli"]


def test_a_mail_that_says_the_same_comes_after_four_weeks_and_not_a_fourth_time(
    school: School, ann: User, manager: User, head: User, asks: Asks
) -> None:
    asks.wanted = [want("read 1", MONDAY - timedelta(days=30), person_id=ann.pk)]
    found = day_by_day(asks, school, 330)
    own = [day for day, names in found.items() if "Hedda" in names]
    assert all(later - earlier >= 28 for earlier, later in pairwise(own)), own
    assert len(own) == 4, "the first, and three that say the same"
    last = [text for name, _, text in mails() if name == "Hedda"][-1]
    assert "we will not repeat this one" in last
    assert "we will not repeat" not in next(text for name, _, text in mails() if name == "Hedda")


def test_nobody_is_chased_while_they_are_away(
    school: School, ann: User, manager: User, head: User, asks: Asks
) -> None:
    back = MONDAY + timedelta(days=60)
    Absence.objects.create(
        school=school, user=ann, from_on=MONDAY - timedelta(days=3), to_on=back - timedelta(days=1)
    )
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    assert day_by_day(asks, school, 60) == {}, "neither they nor their manager hear of it"
    assert swept(asks, school, back).mails == 1
    assert [name for name, _, _ in mails()] == ["Ann"]


TERM = (date(2026, 9, 2), date(2027, 1, 3))
NEXT = (date(2027, 1, 4), date(2027, 4, 11))


def test_a_missed_period_stays_missed_and_is_told_to_the_manager_and_the_head(
    school: School, ann: User, manager: User, head: User, asks: Asks
) -> None:
    asks.wanted = [want("check 2026", date(2026, 12, 18), person_id=ann.pk, clause="c", period=TERM)]
    swept(asks, school, date(2026, 12, 1))
    before = Notice.objects.count()
    asks.wanted = [want("check 2027", date(2027, 3, 25), person_id=ann.pk, clause="c", period=NEXT)]
    found = swept(asks, school, date(2027, 1, 4))
    assert (found.missed, found.dropped, found.opened) == (1, 0, 1)
    missed = Duty.objects.get(key="check 2026")
    assert (missed.is_missed, missed.dropped_why) == (True, "its period ended before it was done")
    assert Duty.objects.get(key="check 2027").missed_before
    told = {name: text for name, _, text in mails()[before:]}
    assert set(told) == {"Ann", "Mina", "Hedda"}
    assert "Missed: the time for these has passed" in told["Mina"]
    assert "Title of check 2026: 1" in told["Hedda"]
    assert "missed last time" in told["Ann"]
    assert not any("Ann" in told[name] for name in ("Mina", "Hedda"))
    swept(asks, school, date(2027, 1, 5))
    assert Duty.objects.missed().count() == 1
    assert Duty.objects.get(key="check 2026").remind_on is None, "it is told once"


def test_what_a_leaver_did_not_do_is_no_miss(school: School, ann: User, asks: Asks) -> None:
    asks.wanted = [want("check 2026", date(2026, 12, 18), person_id=ann.pk, clause="c", period=TERM)]
    swept(asks, school, date(2026, 12, 1))
    Membership.objects.filter(user=ann).update(to_on=date(2026, 12, 31))
    asks.wanted = []
    found = swept(asks, school, date(2027, 1, 4))
    assert (found.missed, found.dropped) == (0, 1)


def test_done_is_done_for_its_period_whatever_the_key(school: School, ann: User, asks: Asks) -> None:
    asks.wanted = [want("check a", date(2026, 12, 18), person_id=ann.pk, clause="c", period=TERM)]
    swept(asks, school, MONDAY)
    with time_machine.travel(instant(MONDAY), tick=False):
        complete_duty(by=None, school_id=school.pk, key="check a", how="")
    moved = (date(2026, 9, 7), date(2027, 1, 5))
    asks.wanted = [want("check b", date(2026, 12, 18), person_id=ann.pk, clause="c", period=moved)]
    assert swept(asks, school, MONDAY + timedelta(days=1)).opened == 0
    asks.wanted.append(want("check 2027", date(2027, 3, 25), person_id=ann.pk, clause="c", period=NEXT))
    assert swept(asks, school, date(2027, 1, 6)).opened == 1


def test_a_term_that_moves_keeps_the_duty_and_the_reminders_it_has_had(
    school: School, ann: User, asks: Asks
) -> None:
    asks.wanted = [want("check a", date(2026, 12, 18), person_id=ann.pk, clause="c", period=TERM)]
    swept(asks, school, MONDAY)
    (row,) = Duty.objects.all()
    moved = (date(2026, 9, 7), date(2027, 1, 5))
    asks.wanted = [want("check b", date(2026, 12, 18), person_id=ann.pk, clause="c", period=moved)]
    found = swept(asks, school, MONDAY + timedelta(days=1))
    assert (found.opened, found.dropped, found.changed, found.mails) == (0, 0, 1, 0)
    again = Duty.objects.get()
    assert (again.pk, again.key, again.reminded) == (row.pk, "check b", row.reminded)
