"""The sweep opens, changes and drops what the sources say, however often and wherever it runs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.duties import sweeping
from belisha.duties.actions import complete_duty
from belisha.duties.models import Duty, Sweep
from belisha.duties.sources import DutySpec, RegisteredSource
from belisha.duties.sweep_state import keep_faults_of_all, sweep_state
from belisha.duties.sweep_tasks import run_each
from belisha.duties.sweeping import sweep
from belisha.people.models import Membership, School, User
from tests.duties.sweeps import MONDAY, Asks, duty, instant, mails, person, small_school, want

pytestmark = pytest.mark.django_db
DUE = MONDAY + timedelta(days=14)


@pytest.fixture
def school(db: None) -> School:
    return small_school()


@pytest.fixture
def ann(school: School) -> User:
    return person(school, "Ann")


@pytest.fixture
def asks() -> Asks:
    return Asks()


def test_a_duty_is_opened_once_and_idle_sweeps_write_nothing(
    school: School, ann: User, asks: Asks, django_assert_max_num_queries: object
) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk, clause="c", cites="X1", link="/x/")]
    first = asks.sweep(school, MONDAY, instant(MONDAY))
    assert (first.opened, first.mails) == (1, 1)
    found = duty("read 1")
    assert (found.opened_on, found.due_on, found.person, found.by_hand) == (MONDAY, DUE, ann, False)
    events = Event.objects.count()
    for _ in range(3):
        again = asks.sweep(school, MONDAY, instant(MONDAY, 11))
        assert (again.opened, again.changed, again.dropped, again.mails) == (0, 0, 0, 0)
    assert Event.objects.count() == events
    assert Duty.objects.count() == 1


def test_what_is_wanted_differently_is_changed(school: School, ann: User, asks: Asks) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    asks.sweep(school, MONDAY, instant(MONDAY))
    later = DUE + timedelta(days=30)
    asks.wanted = [DutySpec(key="read 1", title="Another title", due_on=later, person_id=ann.pk)]
    assert asks.sweep(school, MONDAY, instant(MONDAY)).changed == 1
    found = duty("read 1")
    assert (found.title, found.due_on, found.reminded) == ("Another title", later, 1)
    assert found.remind_on == later - timedelta(days=7)


def test_a_leavers_duties_are_dropped_and_come_back_with_them(school: School, ann: User, asks: Asks) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    asks.sweep(school, MONDAY, instant(MONDAY))
    Membership.objects.filter(user=ann).update(to_on=MONDAY)
    asks.wanted = []
    tuesday = MONDAY + timedelta(days=1)
    assert asks.sweep(school, tuesday, instant(tuesday)).dropped == 1
    assert duty("read 1").dropped_why == "left the school"
    Membership.objects.filter(user=ann).update(to_on=None)
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    again = asks.sweep(school, tuesday, instant(tuesday))
    assert (again.opened, again.mails) == (1, 0)  # reminded of on Monday
    assert duty("read 1").dropped_at is None


def test_what_is_superseded_is_dropped_with_the_sources_reason(school: School, ann: User, asks: Asks) -> None:
    asks.named("plain", "a newer version asks instead")
    asks.wanted = [want("read 1", DUE, person_id=ann.pk), want("office", DUE, office="clerk")]
    asks.sweep(school, MONDAY, instant(MONDAY))
    asks.wanted = [want("read 2", DUE, person_id=ann.pk)]
    asks.sweep(school, MONDAY, instant(MONDAY))
    assert {duty(key).dropped_why for key in ("read 1", "office")} == {"a newer version asks instead"}
    assert duty("read 2").dropped_at is None


def test_what_is_done_stays_done(school: School, ann: User, asks: Asks) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    asks.sweep(school, MONDAY, instant(MONDAY))
    assert complete_duty(by=None, school_id=school.pk, key="read 1", how="on paper")
    assert not complete_duty(by=None, school_id=school.pk, key="read 1", how="again")
    for wanted in (asks.wanted, []):
        asks.wanted = wanted
        found = asks.sweep(school, MONDAY, instant(MONDAY))
        assert (found.opened, found.changed, found.dropped) == (0, 0, 0)
    assert duty("read 1").how == "on paper"
    event = Event.objects.get(verb="did-duty")
    assert "paper" not in str(event.detail)


def test_a_source_that_fails_keeps_its_duties_and_does_not_stop_the_others(
    school: School, ann: User, asks: Asks
) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]

    def broken(school: School, on: date) -> Iterator[DutySpec]:
        yield want("half", DUE, person_id=ann.pk)
        raise ValueError("a policy that cannot be read")

    asks.sources["broken"] = RegisteredSource(broken, "")
    found = sweep(MONDAY, instant(MONDAY), sources=asks.sources)
    assert "broken at small" in found.failed
    assert found.opened == 1
    assert not Duty.objects.filter(key="half").exists()


def test_a_clock_that_jumps_a_year_and_back_changes_and_sends_nothing(
    school: School, ann: User, asks: Asks
) -> None:
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    asks.sweep(school, MONDAY, instant(MONDAY))
    before = list(Duty.objects.values())
    for days in (365, -365, 365):
        jumped = MONDAY + timedelta(days=days)
        asks.wanted = [want(f"year {jumped.year}", jumped, person_id=ann.pk)]
        for hour in (9, 12, 17):
            found = asks.sweep(school, jumped, instant(jumped, hour))
            assert (found.doubted, found.opened, found.dropped, found.mails) == (1, 0, 0, 0)
    assert list(Duty.objects.values()) == before
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    back = asks.sweep(school, MONDAY, instant(MONDAY, 17))
    assert (back.doubted, back.opened, back.dropped, back.mails) == (0, 0, 0, 0)
    assert Sweep.objects.get().doubted_on is None


def test_a_clock_that_keeps_to_its_word_is_believed_and_nobody_is_flooded(
    school: School, ann: User, asks: Asks
) -> None:
    """The server stood for a year: one mail the day after, however many steps have come up meanwhile."""
    asks.wanted = [want(f"read {n}", DUE, person_id=ann.pk) for n in range(50)]
    asks.sweep(school, MONDAY, instant(MONDAY))
    later = date(2027, 11, 22)
    assert asks.sweep(school, later, instant(later)).doubted == 1
    tuesday = later + timedelta(days=1)
    found = asks.sweep(school, tuesday, instant(tuesday))
    assert (found.doubted, found.mails) == (0, 1)
    assert asks.sweep(school, tuesday, instant(tuesday, 12)).mails == 0
    sure = later - timedelta(days=200)
    assert asks.sweep(school, sure, instant(sure), is_sure=True).doubted == 0


def test_two_schools_are_swept_apart(school: School, ann: User, asks: Asks) -> None:
    other = School.objects.create(slug="other", name="Other")
    asks.wanted = [want("read 1", DUE, person_id=ann.pk)]
    found = sweep(MONDAY, instant(MONDAY), sources=asks.sources)
    assert found.schools == School.objects.count()
    assert found.opened == 1
    assert not Duty.objects.filter(school=other).exists()


def test_a_school_where_nothing_is_new_costs_one_query(school: School, ann: User, asks: Asks) -> None:
    """It reads what is open; whatever else there is to know is asked for many schools at once."""
    asks.wanted = [want(f"read {n}", DUE, person_id=ann.pk) for n in range(50)]
    asks.sweep(school, MONDAY, instant(MONDAY))
    others = [School.objects.create(slug=f"other-{n}", name="Other") for n in range(20)]
    sweep(MONDAY, instant(MONDAY), sources=asks.sources)
    tuesday = MONDAY + timedelta(days=1)
    with CaptureQueriesContext(connection) as asked:
        found = sweep(tuesday, instant(tuesday), sources=asks.sources)
    assert (found.opened, found.changed, found.dropped, found.mails) == (0, 0, 0, 0)
    assert Sweep.objects.filter(swept_on=tuesday, school__in=[school, *others]).count() == 21
    of_duties = [each["sql"] for each in asked if '"duties_duty"' in each["sql"]]
    assert len(of_duties) == found.schools + 2
    assert len([each["sql"] for each in asked if '"duties_sweep' in each["sql"]]) == 3


def test_people_who_are_told_the_same_are_greeted_by_their_own_names(
    school: School, ann: User, asks: Asks
) -> None:
    ben = person(school, "Ben")
    asks.wanted = [want(f"read {each.pk}", DUE, person_id=each.pk) for each in (ann, ben)]
    asks.wanted = [replace(each, title="Read it") for each in asks.wanted]
    asks.sweep(school, MONDAY, instant(MONDAY))
    found = {name: (subject, text) for name, subject, text in mails()}
    assert found.keys() == {"Ann", "Ben"}
    assert found["Ann"][1].startswith("Hello Ann,\n\nYou are asked")
    assert found["Ben"] == (found["Ann"][0], found["Ann"][1].replace("Hello Ann", "Hello Ben"))


def test_what_failed_is_kept_with_the_day_and_forgotten_once_it_works(
    school: School, ann: User, asks: Asks
) -> None:
    works = asks.sources.copy()

    def broken(school: School, on: date) -> Iterator[DutySpec]:
        raise ValueError("a policy that cannot be read")

    asks.sources["broken"] = RegisteredSource(broken, "")
    later = MONDAY + timedelta(days=1)
    for day in (MONDAY, later):
        sweep(day, instant(day), sources=asks.sources)
        assert Sweep.objects.get(school=school).faults == {"broken": MONDAY.isoformat()}
    count = School.objects.count()
    assert sweep_state().schools_with_faults == count
    assert f"something failed at {count} schools" in sweep_state().line()
    sweep(later, instant(later, 11), sources=works)
    assert Sweep.objects.get(school=school).faults == {}
    assert not sweep_state().has_faults


def test_a_school_whose_sweep_breaks_off_is_told_and_stops_no_other(
    school: School, asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = School.objects.create(slug="other", name="Other School")
    real = sweeping._reconcile_all

    def breaks(place: School, *given: Any) -> sweeping.SweepCounts:
        if place == school:
            raise RuntimeError("one bad page")
        return real(place, *given)

    monkeypatch.setattr(sweeping, "_reconcile_all", breaks)
    found = sweep(MONDAY, instant(MONDAY), sources=asks.sources)
    assert "small" in found.failed
    assert Sweep.objects.get(school=school).faults == {"everything": MONDAY.isoformat()}
    assert Sweep.objects.get(school=school).swept_on is None
    assert Sweep.objects.get(school=other).swept_on == MONDAY


def test_a_step_that_fails_keeps_no_other_from_running_and_is_kept(db: None) -> None:
    did = []

    def breaks() -> None:
        raise ValueError("one bad page")

    done, failed = run_each({"websites": breaks, "reports": lambda: did.append(1)})
    assert (done, failed, did) == ({"reports": None}, ("websites",), [1])
    keep_faults_of_all(failed)
    assert sweep_state().of_all == {"websites": today().isoformat()}
    assert "`websites` fails since" in sweep_state().line()
    keep_faults_of_all(())
    assert not sweep_state().has_faults
