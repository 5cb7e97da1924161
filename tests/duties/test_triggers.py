"""After a change a sweep is requested, and the sweeper takes it; requests cost the same at any size."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from belisha.base.clock import today
from belisha.duties.models import Duty, Sweep, SweepRequest
from belisha.duties.sweeping import sweep_requested, sweep_school
from belisha.duties.triggers import request_sweep
from belisha.people.actor import actor_from
from belisha.people.memberships.actions import (
    add_absence,
    change_role,
    come_back,
    give_role,
    leave,
    remove_role,
)
from belisha.people.models import Membership, School, User
from belisha.people.settings.actions import change_settings, set_term


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


def head(school: str = "grange") -> Any:
    return actor_from(User.objects.get(email=f"headteacher@{school}.example").pk, "")


def test_who_fills_an_office_is_not_asked_to_fill_it_any_more(demo: None) -> None:
    school = School.objects.get(slug="barley-lane")
    Membership.objects.filter(school=school, role="ict-team").delete()
    sweep_school(school, today())
    gap = Duty.objects.filter(school=school, key__startswith="office ict-team empty").open()
    assert gap.exists()
    teacher = User.objects.get(email="teacher@barley-lane.example")
    give_role(by=head("barley-lane"), school=school, user=teacher, role="ict-team", from_on=today())
    assert gap.exists()
    assert sweep_requested(today()).schools == 1
    assert not gap.exists()
    assert sweep_requested(today()).schools == 0


def test_every_change_of_who_is_who_is_heard(grange: School) -> None:
    teacher = User.objects.get(email="teacher@grange.example")
    by = head()

    def heard(act: Any, *more: Any, **given: Any) -> Any:
        SweepRequest.objects.all().delete()
        found = act(by=by, **given)
        assert set(SweepRequest.objects.values_list("school", flat=True)) == {grange.pk}, act.__name__
        return found

    row = heard(give_role, school=grange, user=teacher, role="mentor", from_on=today() - timedelta(9))
    heard(change_role, membership=row, group="Oak")
    heard(remove_role, membership=row)
    heard(add_absence, school=grange, user=teacher, from_on=today(), to_on=today())
    heard(leave, school=grange, user=teacher)
    heard(come_back, school=grange, user=teacher)
    heard(change_settings, school=grange, acknowledge_within=3)
    heard(set_term, school=grange, name="T", starts_on=date(2031, 1, 5), ends_on=date(2031, 3, 5))


def test_a_change_that_is_undone_requests_nothing(grange: School) -> None:
    teacher = User.objects.get(email="teacher@grange.example")
    with transaction.atomic():
        give_role(by=head(), school=grange, user=teacher, role="dsl", from_on=today())
        transaction.set_rollback(True)
    assert not SweepRequest.objects.exists()


def queries_of_a_change(school: School) -> int:
    teacher = User.objects.get(email="teacher@grange.example")
    with CaptureQueriesContext(connection) as asked:
        row = give_role(by=head(), school=school, user=teacher, role="mentor", from_on=today())
    remove_role(by=head(), membership=row)
    return len(asked)


def test_a_change_asks_the_database_no_more_often_with_500_people(grange: School) -> None:
    before = queries_of_a_change(grange)
    users = User.objects.bulk_create(User(email=f"n{n}@grange.example", name=f"N {n}") for n in range(500))
    Membership.objects.bulk_create(
        Membership(school=grange, user=user, role="teacher", from_on=date(2026, 9, 1)) for user in users
    )
    assert queries_of_a_change(grange) == before


def test_a_request_that_comes_during_a_sweep_stays_for_the_next(grange: School) -> None:
    SweepRequest.objects.create(school=grange)
    noticed: list[int] = []

    def one_more_school() -> bool:
        if not noticed:
            noticed.append(1)
            return True
        return False

    assert sweep_requested(today(), should_continue=one_more_school).schools == 1
    SweepRequest.objects.create(school=grange)
    assert not sweep_requested(today(), should_continue=lambda: False).schools
    assert SweepRequest.objects.filter(school=grange).count() == 1


def test_a_doubted_clock_opens_nothing_at_once(demo: None, django_capture_on_commit_callbacks: Any) -> None:
    grange = School.objects.get(slug="grange")
    Sweep.objects.update_or_create(school=grange, defaults={"swept_on": today() + timedelta(days=9)})
    before = set(Duty.objects.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        request_sweep(grange, at_once="ratification")
    assert set(Duty.objects.values_list("pk", flat=True)) == before
