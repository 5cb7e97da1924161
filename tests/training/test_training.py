"""Induction, training, self-checks and lessons, as each school's policy asks for them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from belisha.duties.models import Duty
from belisha.people.models import AsksOnJoining, Membership, School, User
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_in_force
from belisha.training.duty_sources import training_duties
from belisha.training.models import Lesson, TrainingRecord
from belisha.training.periods import Period, period_around
from belisha.training.requirements import AllowedDays, recurring_in, requirements_at
from tests.demo_fixtures import ClientFor

ON = date(2026, 11, 21)


def asked(school: str, role: str, on: date = ON) -> dict[str, date]:
    """What is asked of the demonstration's one person in the role: by clause, until when."""
    person = User.objects.get(email=f"{role}@{school}.example").pk
    return {
        item.recurring.clause: item.due_on
        for item in requirements_at(School.objects.get(slug=school), on)
        if item.person_id == person
    }


@pytest.mark.parametrize(
    ("school", "role", "clauses"),
    [
        (
            "barley-lane",
            "teacher",
            {"check-presence", "at-risk-training", "induction-training", "regular-training"},
        ),
        (
            "barley-lane",
            "support-staff",
            {"check-presence", "induction-training", "regular-training"},
        ),
        ("barley-lane", "parent", set()),
        ("hr-cooperative", "contractor", {"privacy"}),
        ("hr-cooperative", "governor", {"privacy"}),
        ("grange", "teacher", {"review-profiles"}),
        ("grange", "governor", set()),
        ("coads-green", "supply-teacher", {"induction"}),
        ("coads-green", "parent", set()),
        ("calcot", "teacher", set()),
    ],
)
def test_each_policy_asks_its_own(demo: None, school: str, role: str, clauses: set[str]) -> None:
    assert set(asked(school, role)) == clauses


@pytest.mark.clause("B100")
def test_what_regularly_means_is_the_schools(demo: None) -> None:
    """Regular training falls due in the period that the school says is regular."""
    came_here("barley-lane", date(2026, 9, 1))
    assert asked("barley-lane", "teacher")["regular-training"] == date(2027, 7, 22), "the last school day"
    School.objects.filter(slug="barley-lane").update(regularly_means="term")
    assert asked("barley-lane", "teacher")["regular-training"] == date(2026, 12, 18)


def came_here(slug: str, on: date) -> School:
    """The school, whose policy came to the site on that day."""
    at = datetime.combine(on, time(9), tzinfo=UTC)
    PolicyVersion.objects.filter(school__slug=slug).exclude(published_at=None).update(published_at=at)
    return School.objects.get(slug=slug)


def test_a_joiner_has_the_days_that_the_school_gives(demo: None) -> None:
    school = came_here("grange", date(2026, 1, 5))
    user = User.objects.create_user("new@grange.example", name="Gwendolen Newt")
    Membership.objects.create(school=school, user=user, role="teaching-assistant", from_on=date(2026, 11, 16))
    assert asked("grange", "teacher")["review-profiles"] == date(2026, 9, 15)
    mine = [item.due_on for item in requirements_at(school, ON) if item.person_id == user.pk]
    assert mine == [date(2026, 11, 30)]


def test_nobody_is_late_with_what_was_asked_before_the_policy_came_here(demo: None) -> None:
    came_here("grange", date(2026, 11, 20))
    came_here("barley-lane", date(2026, 11, 20))
    Membership.objects.filter(school__slug__in=["grange", "barley-lane"]).update(from_on=date(2009, 9, 1))
    assert asked("grange", "teacher") == {"review-profiles": date(2026, 12, 4)}
    assert min(asked("barley-lane", "teacher").values()) == date(2026, 12, 4)


def test_what_is_asked_on_joining_is_asked_of_joiners_unless_the_school_asks_everybody(demo: None) -> None:
    school = came_here("grange", date(2026, 11, 20))
    long_here = Membership.objects.filter(school=school, role="teacher")
    long_here.update(from_on=date(2009, 9, 1))
    user = User.objects.create_user("new@grange.example", name="Gwendolen Newt")
    joined = Membership.objects.create(school=school, user=user, role="teacher", from_on=date(2026, 11, 6))
    everybody = {item.person_id for item in requirements_at(school, ON)}
    assert {user.pk, *long_here.values_list("user", flat=True)} <= everybody

    school.asks_on_joining = AsksOnJoining.JOINERS
    school.save()
    assert [item.person_id for item in requirements_at(school, ON)] == [user.pk]
    joined.from_on = date(2026, 11, 5)  # her fourteen days were over on the day before
    joined.save()
    assert not list(requirements_at(school, ON))


def test_a_parent_who_comes_to_work_here_joins_on_that_day(demo: None) -> None:
    school = came_here("grange", date(2026, 1, 5))
    user = User.objects.get(email="parent@grange.example")
    Membership.objects.create(school=school, user=user, role="teaching-assistant", from_on=date(2026, 11, 16))
    assert asked("grange", "parent") == {"review-profiles": date(2026, 11, 30)}


def test_working_days_of_the_policy_are_counted_as_such(demo: None) -> None:
    school = came_here("grange", date(2026, 1, 5))
    (recurring,) = recurring_in(policy_in_force("grange"), "training", ON)[:1]  # type: ignore[arg-type]
    within = replace(recurring, days=5, days_are_working=True)
    assert AllowedDays(school).until(within, date(2026, 11, 20)) == date(2026, 11, 27)


@pytest.mark.clause("G62b")
def test_a_self_check_is_recorded_and_ends_the_duty(client_for: ClientFor) -> None:
    """A member of staff records the self-check of their profiles, and the duty ends."""
    school, user = School.objects.get(slug="grange"), User.objects.get(email="teacher@grange.example")
    due = next(each for each in training_duties(school, ON) if each.person_id == user.pk)
    Duty.objects.create(
        school=school,
        source="training",
        key=due.key,
        title=due.title,
        clause=due.clause,
        person=user,
        due_on=due.due_on,
        opened_on=ON,
        link=due.link,
    )
    client = client_for("teacher@grange")
    assert "Review your profiles" in client.get(due.link).content.decode()
    given = {"done_on": "2026-11-20", "evidence": "Looked through two profiles"}
    for _ in range(2):
        assert client.post(due.link, given).status_code == 302
    assert TrainingRecord.objects.filter(person=user).count() == 1
    assert Duty.objects.get(key=due.key).done_at
    assert due.key not in {each.key for each in training_duties(school, ON)}


def test_a_record_taken_back_is_asked_again(client_for: ClientFor) -> None:
    client = client_for("teacher@grange")
    client.post("/s/grange/training/review-profiles/", {"done_on": "2026-11-20", "evidence": "Looked"})
    entry = TrainingRecord.objects.get()
    client.post(f"/s/grange/training/entry/{entry.pk}/withdraw/")
    school = School.objects.get(slug="grange")
    assert entry.person_id in {
        each.person_id for each in training_duties(school, ON) if each.clause == "review-profiles"
    }


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"done_on": "2090-01-01", "evidence": "x"}, "That day has not come yet"),
        ({"done_on": "soon", "evidence": "x"}, "Enter a date, such as"),
        ({"done_on": "2026-11-20"}, "Say in a few words"),
    ],
)
def test_a_bad_form_says_what_is_wrong(client_for: ClientFor, given: dict[str, str], says: str) -> None:
    answer = client_for("teacher@grange").post("/s/grange/training/review-profiles/", given)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert not TrainingRecord.objects.exists()


def test_a_course_is_entered_for_several(client_for: ClientFor) -> None:
    people = User.objects.filter(
        email__in=["teacher@barley-lane.example", "support-staff@barley-lane.example"]
    )
    given = {
        "clause": "regular-training",
        "done_on": "2026-11-20",
        "course": "Staff day",
        "people": [str(each.pk) for each in people],
    }
    client = client_for("headteacher@barley-lane")
    assert client.post("/s/barley-lane/training/enter/", given).status_code == 302
    assert TrainingRecord.objects.filter(clause="regular-training").count() == 2
    shown = client.get("/s/barley-lane/training/all/").content.decode()
    assert "Regular training" in shown


@pytest.mark.clause("B96")
def test_what_has_run_out_is_asked_again(demo: None) -> None:
    """Training in spotting pupils at risk that has run out is asked again."""
    school, user = (
        School.objects.get(slug="barley-lane"),
        User.objects.get(email="teacher@barley-lane.example"),
    )
    TrainingRecord.objects.create(
        school=school,
        person=user,
        clause="at-risk-training",
        title="x",
        done_on=date(2026, 9, 2),
        expires_on=date(2026, 11, 20),
    )
    due = {each.clause for each in training_duties(school, ON) if each.person_id == user.pk}
    assert "at-risk-training" in due
    assert "at-risk-training" not in {
        each.clause for each in training_duties(school, date(2026, 11, 19)) if each.person_id == user.pk
    }


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("teacher@grange", "/s/grange/training/", 200),
        ("teacher@grange", "/s/grange/training/all/", 403),
        ("teacher@grange", "/s/grange/training/enter/", 403),
        ("teacher@grange", "/s/grange/lessons/", 200),
        ("parent@grange", "/s/grange/lessons/", 403),
        ("headteacher@grange", "/s/grange/training/all/", 200),
        ("headteacher@calcot", "/s/grange/training/all/", 404),
        ("teacher@calcot", "/s/grange/training/", 404),
        ("teacher@grange", "/s/grange/training/friend-pupil/", 404),
    ],
)
def test_who_may_see_what(client_for: ClientFor, who: str, address: str, status: int) -> None:
    assert client_for(who).get(address).status_code == status


@pytest.mark.clause("B98")
def test_who_has_not_yet_is_told_by_name(client_for: ClientFor) -> None:
    """The head sees by name who has not had the induction training yet."""
    head, address = client_for("headteacher@barley-lane"), "/s/barley-lane/training/all/induction-training/"
    assert address in head.get("/s/barley-lane/training/all/").content.decode()
    assert address in head.get("/s/barley-lane/state/").content.decode()
    teacher = User.objects.get(email="teacher@barley-lane.example")
    assert teacher.name in head.get(address).content.decode()
    TrainingRecord.objects.create(
        school=School.objects.get(slug="barley-lane"),
        person=teacher,
        clause="induction-training",
        title="x",
        done_on=ON,
    )
    shown = head.get(address).content.decode()
    assert teacher.name not in shown
    assert "1 has done it" in " ".join(shown.split())
    assert head.get("/s/barley-lane/training/all/complaints/").status_code == 404
    clerk = client_for("clerk@barley-lane")
    assert clerk.get(address).status_code == 403
    assert address not in clerk.get("/s/barley-lane/state/").content.decode()


def test_nobody_enters_training_for_others(client_for: ClientFor) -> None:
    other = User.objects.get(email="support-staff@grange.example").pk
    given = {"clause": "review-profiles", "done_on": "2026-11-20", "people": [str(other)]}
    assert client_for("teacher@grange").post("/s/grange/training/enter/", given).status_code == 403
    assert not TrainingRecord.objects.exists()


def test_lessons_are_kept_by_class_and_asked_until_each_has_had_one(client_for: ClientFor) -> None:
    school = School.objects.get(slug="barley-lane")
    for number, group in enumerate(("3A", "3B")):
        user = User.objects.create_user(None, name=f"Pupil {number}")
        Membership.objects.create(
            school=school, user=user, role="pupil", group=group, from_on=date(2026, 9, 1)
        )
    client = client_for("teacher@barley-lane")
    given = {"taught_on": "2026-11-20", "groups": "3A", "topic": "Keeping to yourself what is yours"}
    for _ in range(2):
        client.post("/s/barley-lane/lessons/", given)
    assert Lesson.objects.count() == 1
    assert any(each.key.startswith("lessons ") for each in training_duties(school, ON))
    assert "3B" in client.get("/s/barley-lane/lessons/").content.decode()
    client.post("/s/barley-lane/lessons/", given | {"groups": "3B"})
    assert not [each for each in training_duties(school, ON) if each.key.startswith("lessons lessons")]


@pytest.mark.parametrize(
    ("period", "on", "expected"),
    [
        ("week", date(2026, 11, 21), Period(date(2026, 11, 16), date(2026, 11, 22))),
        ("month", date(2026, 2, 3), Period(date(2026, 2, 1), date(2026, 2, 28))),
        ("term", date(2026, 11, 21), Period(date(2026, 9, 1), date(2026, 12, 31))),
        ("year", date(2026, 8, 31), Period(date(2025, 9, 1), date(2026, 8, 31))),
        ("two-years", date(2026, 11, 21), Period(date(2026, 9, 1), date(2028, 8, 31))),
    ],
)
def test_spans(period: str, on: date, expected: Period) -> None:
    assert period_around(period, on) == expected
    assert expected.starts_on <= on <= expected.ends_on
