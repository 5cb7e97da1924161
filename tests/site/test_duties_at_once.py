"""Where people or settings change, what is due is looked at again at once."""

from datetime import date, timedelta
from typing import Any

import pytest

from belisha.base.clock import today
from belisha.duties import at_once
from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.people.actor import actor_from
from belisha.people.models import Membership, School, User
from belisha.people.role_actions import add_absence, change_role, come_back, give_role, leave, remove_role
from belisha.people.set_up_actions import set_term, set_up_school


@pytest.fixture
def grange(demo: None) -> School:
    return School.objects.get(slug="grange")


def head(school: str = "grange") -> Any:
    return actor_from(User.objects.get(email=f"headteacher@{school}.example").pk, "")


def test_who_fills_an_office_is_not_asked_to_fill_it_any_more(
    demo: None, django_capture_on_commit_callbacks: Any
) -> None:
    school = School.objects.get(slug="barley-lane")
    Membership.objects.filter(school=school, role="ict-team").delete()
    sweep_school(school, today())
    gap = Duty.objects.filter(school=school, key__startswith="office ict-team empty").open()
    assert gap.exists()
    teacher = User.objects.get(email="teacher@barley-lane.example")
    with django_capture_on_commit_callbacks(execute=True):
        give_role(by=head("barley-lane"), school=school, user=teacher, role="ict-team", from_on=today())
    assert not gap.exists()


def test_every_change_of_who_is_who_is_heard(
    grange: School, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    swept: list[date] = []
    monkeypatch.setattr(at_once, "sweep_school", lambda _, on: swept.append(on))
    teacher = User.objects.get(email="teacher@grange.example")
    by = head()

    def heard(act: Any, *more: Any, **given: Any) -> Any:
        swept.clear()
        with django_capture_on_commit_callbacks(execute=True):
            found = act(by=by, **given)
        assert swept == [today()], act.__name__
        return found

    row = heard(give_role, school=grange, user=teacher, role="mentor", from_on=today() - timedelta(9))
    heard(change_role, membership=row, group="Oak")
    heard(remove_role, membership=row)
    heard(add_absence, school=grange, user=teacher, from_on=today(), to_on=today())
    heard(leave, school=grange, user=teacher)
    heard(come_back, school=grange, user=teacher)
    heard(set_up_school, school=grange, acknowledge_within=3)
    heard(set_term, school=grange, name="T", starts_on=date(2031, 1, 5), ends_on=date(2031, 3, 5))


def test_a_sweep_that_fails_undoes_nothing(
    grange: School, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(at_once, "sweep_school", fails)
    teacher = User.objects.get(email="teacher@grange.example")
    with django_capture_on_commit_callbacks(execute=True):
        give_role(by=head(), school=grange, user=teacher, role="dsl", from_on=today())
    assert Membership.objects.filter(school=grange, user=teacher, role="dsl").exists()
