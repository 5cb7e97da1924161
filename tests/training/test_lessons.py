"""Lessons on being safe online: who taught them, what the policy says beside them, mistakes taken back."""

from datetime import date
from typing import Any

import pytest

from belisha.duties.models import Duty
from belisha.duties.sweeping import sweep_school
from belisha.people.models import Membership, School, User
from belisha.training.models import Lesson
from tests.demo_fixtures import ClientFor

ON = date(2026, 11, 21)
LESSONS = "/s/barley-lane/lessons/"
GIVEN = {"taught_on": "2026-11-20", "groups": "3A", "topic": "Who to tell"}


@pytest.fixture(autouse=True)
def that_day(settings: Any) -> None:
    """The pages look at the same day as the sweep."""
    settings.BELISHA_TODAY = ON.isoformat()


@pytest.fixture
def barley(demo: None) -> School:
    school = School.objects.get(slug="barley-lane")
    Membership.objects.filter(school=school, role="pupil").update(group="3A")
    return school


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@barley-lane.example")


@pytest.mark.clause("B33b", "B92", "K62a")
def test_whoever_keeps_the_records_says_who_taught_it(barley: School, client_for: ClientFor) -> None:
    """A lesson on online safety is recorded with its topic, class, teacher and day."""
    keeper, teacher = client_for("headteacher@barley-lane"), person("teacher")
    assert teacher.name in keeper.get(LESSONS).content.decode()
    assert keeper.post(LESSONS, GIVEN).status_code == 400
    parent = {**GIVEN, "taught_by": str(person("parent").pk)}
    assert keeper.post(LESSONS, parent).status_code == 400
    assert keeper.post(LESSONS, {**GIVEN, "taught_by": str(teacher.pk)}).status_code == 302
    lesson = Lesson.objects.get()
    assert (lesson.taught_by, lesson.entered_by) == (teacher, person("headteacher"))


def test_a_teacher_enters_their_own(barley: School, client_for: ClientFor) -> None:
    other = {**GIVEN, "taught_by": str(person("headteacher").pk)}
    client_for("teacher@barley-lane").post(LESSONS, other)
    assert Lesson.objects.get().taught_by == person("teacher")


def test_with_the_last_class_the_duty_is_done_and_with_a_mistake_it_is_open_again(
    barley: School, client_for: ClientFor
) -> None:
    sweep_school(barley, ON, is_sure=True)
    duties = Duty.objects.filter(school=barley, key__startswith="lessons lessons")
    assert duties.open().count() == 1
    client = client_for("teacher@barley-lane")
    client.post(LESSONS, GIVEN)
    done = duties.get()
    assert done.how == "Every class has had a lesson"
    assert done.done_by == person("teacher")
    client.post(LESSONS, {"take-back": str(Lesson.objects.get().pk)})
    assert Lesson.objects.get().withdrawn_at
    assert duties.open().count() == 1
    client.post(LESSONS, GIVEN)
    assert duties.open().count() == 0


def test_only_ones_own_of_today_is_taken_back(barley: School, client_for: ClientFor) -> None:
    client_for("teacher@barley-lane").post(LESSONS, GIVEN)
    lesson = Lesson.objects.get()
    taken = {"take-back": str(lesson.pk)}
    assert 'name="take-back"' not in client_for("supply-teacher@barley-lane").get(LESSONS).content.decode()
    assert client_for("supply-teacher@barley-lane").post(LESSONS, taken).status_code == 403
    assert client_for("teacher@calcot").post("/s/calcot/lessons/", taken).status_code == 404
    assert client_for("teacher@barley-lane").post(LESSONS, {"take-back": "x"}).status_code == 404
    assert Lesson.objects.get().withdrawn_at is None
    assert client_for("headteacher@barley-lane").post(LESSONS, taken).status_code == 302
    assert Lesson.objects.get().withdrawn_at


@pytest.mark.clause("K62b")
def test_what_the_policy_says_beside_the_lessons_is_shown(client_for: ClientFor) -> None:
    """What else the policy says about teaching stands beside the record of lessons."""
    page = client_for("teacher@calcot").get("/s/calcot/lessons/").content.decode()
    assert "The school balances not encouraging use" in page
    assert (
        "What else your policy says"
        not in client_for("teacher@grange").get("/s/grange/lessons/").content.decode()
    )
