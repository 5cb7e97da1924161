"""What a policy asks of joiners, of leavers and with each period, and no page of its own keeps."""

from datetime import UTC, date, datetime, time

import pytest

from belisha.duties.models import Duty
from belisha.duties.sources import DutySpec
from belisha.duties.sweeping import sweep_school
from belisha.people.models import AsksOnJoining, Membership, School, User
from belisha.policies.models import PolicyVersion
from belisha.training.clause_duties import clause_duties
from tests.demo_fixtures import ClientFor

ON = date(2026, 11, 21)


def school_since(slug: str, on: date) -> School:
    """The school, whose policy came to the site on that day, and asks of joiners what is asked on joining."""
    at = datetime.combine(on, time(9), tzinfo=UTC)
    PolicyVersion.objects.filter(school__slug=slug).exclude(published_at=None).update(published_at=at)
    School.objects.filter(slug=slug).update(asks_on_joining=AsksOnJoining.JOINERS)
    return School.objects.get(slug=slug)


def member(school: School, name: str, role: str, *, email: bool = True, **dates: date) -> User:
    user = User.objects.create_user(f"{name.lower()}@new.example" if email else None, name=name)
    Membership.objects.create(school=school, user=user, role=role, **dates)
    return user


def asked(school: School, clause: str, on: date = ON) -> list[DutySpec]:
    return [each for each in clause_duties(school, on) if each.clause == clause]


@pytest.mark.clause("K74b")
def test_a_new_member_of_staff_is_asked_to_declare_a_link(demo: None) -> None:
    """Whoever joins is asked within a fortnight to declare a family link."""
    school = school_since("calcot", date(2026, 11, 2))
    new = member(school, "Newt", "teaching-assistant", from_on=date(2026, 11, 16))
    member(school, "Parentis", "parent", from_on=date(2026, 11, 16))
    (wanted,) = asked(school, "declare-link")
    assert (wanted.person_id, wanted.due_on, wanted.cites) == (new.pk, date(2026, 11, 30), "K74b")
    assert wanted.title.endswith(", if it applies")
    assert wanted.by_hand


def test_whoever_was_there_long_before_is_not_a_joiner(demo: None) -> None:
    school = school_since("calcot", date(2026, 11, 2))
    Membership.objects.filter(school=school).update(from_on=date(2015, 9, 1))
    assert not list(clause_duties(school, ON))


def test_pupils_who_joined_are_asked_through_the_office(client_for: ClientFor) -> None:
    school = school_since("calcot", date(2026, 9, 1))
    Membership.objects.filter(school=school).update(from_on=date(2015, 9, 1))
    for number in range(3):
        member(school, f"Pupil {number}", "pupil", email=False, from_on=date(2026, 11, 16))
    (wanted,) = asked(school, "declare-link-pupil")
    assert (wanted.office, wanted.person_id) == ("headteacher", None)
    assert "3 joined on 16 November 2026" in wanted.title
    shown = client_for("headteacher@calcot").get(wanted.link).content.decode()
    assert "Pupil 2" in shown


@pytest.mark.clause("G74b")
def test_images_are_deleted_when_pupils_have_left(client_for: ClientFor) -> None:
    """When pupils leave, deleting their images falls due, with their names for whoever does it."""
    school = school_since("grange", date(2026, 1, 5))
    for number in range(2):
        member(
            school,
            f"Leaver {number}",
            "pupil",
            email=False,
            from_on=date(2025, 9, 1),
            to_on=date(2026, 11, 13),
        )
    member(school, "Stayer", "pupil", email=False, from_on=date(2025, 9, 1))
    member(school, "Teacher", "teacher", from_on=date(2025, 9, 1), to_on=date(2026, 11, 13))
    (wanted,) = asked(school, "delete-images")
    assert "2 left on 13 November 2026" in wanted.title
    assert (wanted.due_on, wanted.office) == (date(2026, 11, 27), "headteacher")
    assert "Leaver 1" in client_for("headteacher@grange").get(wanted.link).content.decode()
    assert not asked(school, "delete-images", date(2026, 11, 13))


def test_a_pupil_who_only_changed_class_has_not_left(demo: None) -> None:
    school = school_since("grange", date(2026, 1, 5))
    pupil = member(school, "Mover", "pupil", email=False, from_on=date(2025, 9, 1), to_on=date(2026, 11, 13))
    Membership.objects.create(school=school, user=pupil, role="pupil", from_on=date(2026, 11, 14))
    assert not asked(school, "delete-images")


@pytest.mark.clause("G88j")
def test_the_schools_own_activities_are_asked_of_an_office(client_for: ClientFor) -> None:
    """Activities that prevent cyber-bullying are asked of senior leaders and recorded."""
    school = school_since("grange", date(2026, 11, 20))
    (wanted,) = asked(school, "prevention")
    assert (wanted.cites, wanted.office, wanted.due_on) == ("G88j", "slt", date(2027, 7, 22))
    sweep_school(school, ON, is_sure=True)
    duty = Duty.objects.get(key=wanted.key)
    client = client_for("slt@grange")
    assert client.post(f"/duties/{duty.pk}/done/", {"how": "Staff day of 20 November"}).status_code == 302
    sweep_school(school, date(2027, 12, 1), is_sure=True)
    assert Duty.objects.get(key=wanted.key).done_at
    assert Duty.objects.filter(clause="prevention").count() == 1
    assert not Duty.objects.filter(source="asked").open().exists()


def test_a_period_of_the_schools_own_clause_comes_up_again(demo: None) -> None:
    school = school_since("grange", date(2026, 9, 1))
    version = PolicyVersion.objects.get(school=school, state="published")
    clause = (
        "\n### Look through the accounts {#look}\n\nStaff look through who may post.\n\n"
        "- who: staff\n- must: set-privacy\n- every: month\n- cites: G1\n"
    )
    PolicyVersion.objects.filter(pk=version.pk).update(
        source=version.source.rstrip() + "\n" + clause, checksum="f" * 64
    )
    teacher = User.objects.get(email="teacher@grange.example").pk
    keys = {
        each.key
        for on in (date(2026, 11, 3), date(2026, 11, 21), date(2026, 12, 1))
        for each in asked(school, "look", on)
        if each.person_id == teacher
    }
    assert len(keys) == 2
