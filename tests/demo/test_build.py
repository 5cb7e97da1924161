from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from belisha.access.actor import ANONYMOUS
from belisha.demo.build import build_demo, demo_people
from belisha.demo.people import PASSWORD, demo_roles
from belisha.duties.models import Duty
from belisha.people.models import Membership, School, User
from belisha.policies.actions import TransitionRefusedError, draft_version, put_in_force
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_in_force
from belisha.policies.states import VersionState
from belisha.rules.errors import PolicyError
from belisha.rules.language.reading import library_slugs
from belisha.training.models import TrainingRecord


def test_five_schools_and_people_in_every_role(demo: None) -> None:
    assert set(School.objects.values_list("slug", flat=True)) == set(library_slugs())
    for school in School.objects.all():
        roles = Membership.objects.filter(school=school).values_list("role", flat=True)
        assert sorted(roles) == sorted(demo_roles())


def test_a_second_run_changes_nothing(demo: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        build_demo()
    assert not [each for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_changed_text_is_a_new_version(demo: None) -> None:
    version = PolicyVersion.objects.in_force().get(school__slug="grange")
    PolicyVersion.objects.filter(pk=version.pk).update(checksum="0")
    build_demo()
    versions = PolicyVersion.objects.filter(school__slug="grange")
    assert sorted(versions.values_list("state", flat=True)) == ["published", "superseded"]
    assert versions.in_force().get().label.endswith("reading 2")


def test_names_are_invented_and_differ_within_a_school(demo: None) -> None:
    people = demo_people()
    assert len({(person.school, person.name) for person in people}) == len(people)
    assert all(person.email.endswith(f"@{person.school}.example") for person in people)


def test_the_command_says_who_can_sign_in(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("build_demo")
    said = capsys.readouterr().out
    assert "teacher@grange.example" in said
    assert PASSWORD in said
    assert User.objects.get(email="teacher@grange.example").check_password(PASSWORD)


def test_a_draft_does_not_answer_and_is_published_once(demo: None) -> None:
    school = School.objects.get(slug="grange")
    source = PolicyVersion.objects.in_force().get(school=school).source
    draft = draft_version(
        school=school, source=source.replace("Social Media Policy", "New Policy"), label="2"
    )
    before = policy_in_force("grange")
    assert before
    assert before.version.label != "2"
    with pytest.raises(TransitionRefusedError, match="stands at “draft” cannot be published"):
        put_in_force(by=ANONYMOUS, version=draft, review_due_on=date(2027, 9, 1))
    PolicyVersion.objects.filter(pk=draft.pk).update(state=VersionState.RATIFIED)
    put_in_force(by=ANONYMOUS, version=draft, review_due_on=date(2027, 9, 1))
    after = policy_in_force("grange")
    assert after
    assert (after.version.label, after.policy.control.title) == ("2", "New Policy")
    with pytest.raises(TransitionRefusedError, match="cannot be published"):
        put_in_force(by=ANONYMOUS, version=draft, review_due_on=date(2027, 9, 1))
    assert PolicyVersion.objects.filter(school=school, state=VersionState.SUPERSEDED).count() == 1


def test_a_text_with_mistakes_is_refused(demo: None) -> None:
    with pytest.raises(PolicyError):
        draft_version(school=School.objects.get(slug="grange"), source="nonsense", label="9")


def test_a_demonstration_with_life_has_happened_once(demo: None) -> None:
    build_demo(with_history=True)
    assert Duty.objects.filter(school__slug="barley-lane").exists()
    assert TrainingRecord.objects.exists()
    with CaptureQueriesContext(connection) as queries:
        build_demo(with_history=True)
    assert not [each for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
