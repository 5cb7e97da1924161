"""What a newcomer is asked, role by role, and how far those are who joined lately."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from belisha.base.clock import today
from belisha.dashboard.induction_page import LATELY, ROWS, InductionStep, NewStarter, newcomers_page
from belisha.duties.models import Duty
from belisha.people.models import Membership, School, User
from belisha.training.models import TrainingRecord
from tests.demo_fixtures import ClientFor

ON = today()


def steps(slug: str, role: str) -> dict[str, InductionStep]:
    page = newcomers_page(School.objects.get(slug=slug), role, ON)
    assert page["role"] == role
    return {step.words: step for step in page["steps"]}


@pytest.mark.parametrize(
    ("slug", "role", "words", "within", "cited"),
    [
        ("barley-lane", "teacher", "Spotting pupils at risk", "within 14 days", "B96"),
        ("barley-lane", "support-staff", "Training for new starters", "within 14 days", "B98"),
        ("barley-lane", "support-staff", "Check what is said of you", "every year", "B122"),
        ("grange", "teaching-assistant", "Review your profiles when you join", "within 14 days", "G62b"),
        ("grange", "teacher", "Read the Social Media Policy and agree to it", "within 14 days", "G96"),
        ("calcot", "teacher", "Declaring a link, if it applies", "within 14 days", "K74b"),
    ],
)
def test_each_policy_has_its_own_list_for_each_role(
    demo: None, slug: str, role: str, words: str, within: str, cited: str
) -> None:
    step = steps(slug, role)[words]
    assert step.within == within
    assert cited in {cite for _, cite in step.clauses}
    assert not step.is_ours


def test_what_is_asked_of_one_role_is_not_asked_of_another(demo: None) -> None:
    assert "Spotting pupils at risk" not in steps("barley-lane", "support-staff")
    assert not any("profiles" in words for words in steps("grange", "parent"))
    assert steps("coads-green", "supply-teacher")["Part of induction"].is_ours


def test_the_days_are_the_schools_where_the_policy_names_none(demo: None) -> None:
    School.objects.filter(slug="grange").update(acknowledge_within=1)
    assert {step.within for step in steps("grange", "teacher").values()} == {"within 1 day"}


def newcomers(school: School, on: date = ON) -> list[NewStarter]:
    found: list[NewStarter] = newcomers_page(school, "", on)["newcomers"]
    return found


def joined(school: School, name: str, on: date, role: str = "teaching-assistant", **due: date) -> User:
    """Somebody new, who owes what the policy asks besides: by key, until when."""
    user = User.objects.create_user(f"{name.lower()}@new.example", name=name)
    Membership.objects.create(school=school, user=user, role=role, from_on=on)
    for key, day in due.items():
        Duty.objects.create(
            school=school,
            source="asked",
            key=f"{key} {user.pk}",
            title=key,
            person=user,
            due_on=day,
            opened_on=on,
        )
    return user


def test_who_joined_lately_and_how_far_they_are(demo: None) -> None:
    grange = School.objects.get(slug="grange")
    Membership.objects.filter(school=grange).update(from_on=ON - LATELY)
    day = ON - timedelta(3)
    gwen = joined(grange, "Gwen", day, one=ON, two=ON - timedelta(1), three=ON)
    Duty.objects.filter(key__startswith="three").update(done_at=timezone.now())
    joined(grange, "Soon", ON + timedelta(30), one=ON)
    joined(School.objects.get(slug="calcot"), "Elsewhere", ON, one=ON)
    old = User.objects.get(email="teacher@grange.example")
    Membership.objects.create(school=grange, user=old, role="dsl", from_on=ON)

    # Beside the three: to acknowledge the policy, and to review her profiles.
    assert newcomers(grange) == [
        NewStarter(gwen.pk, "Gwen", "teaching-assistant", day, done=1, open=3, late=1)
    ]
    TrainingRecord.objects.create(
        school=grange, person=gwen, clause="review-profiles", title="x", done_on=ON, evidence="x"
    )
    assert [(each.done, each.open) for each in newcomers(grange)] == [(2, 2)]
    assert [(each.open, each.late) for each in newcomers(grange, ON + timedelta(20))] == [(0, 3)]
    assert newcomers_page(grange, "", ON)["role"] == "teaching-assistant"
    assert newcomers_page(grange, "nonsense", ON)["role"] == "teaching-assistant"


def test_a_whole_roll_does_not_fill_the_page(demo: None) -> None:
    grange = School.objects.get(slug="grange")
    Membership.objects.filter(school=grange).update(from_on=ON - LATELY)
    for number in range(ROWS + 1):
        joined(grange, f"New{number}", ON, one=ON)
    page = newcomers_page(grange, "", ON)
    assert (len(page["newcomers"]), page["left_off"]) == (ROWS, 1)


def test_the_page_is_for_whom_keeps_training(client_for: ClientFor) -> None:
    grange = School.objects.get(slug="grange")
    gwen = joined(grange, "Gwen", today(), one=today())
    shown = client_for("headteacher@grange").get("/s/grange/new-people/?role=teacher")
    assert shown.status_code == 200
    html = shown.content.decode()
    assert "Joining checklist: teacher" in html
    assert f"/s/grange/training/of/{gwen.pk}/" in html
    assert "Review your profiles when you join" in html
    assert client_for("teacher@grange").get("/s/grange/new-people/").status_code == 403
    assert client_for("headteacher@calcot").get("/s/grange/new-people/").status_code == 404


def test_a_school_without_a_policy_has_no_list_yet(client_for: ClientFor) -> None:
    oak = School.objects.create(slug="oak", name="Oak")
    assert newcomers_page(oak, "", ON)["steps"] == []
