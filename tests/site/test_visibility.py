"""What one school's people can see of another's rows: nothing, in every model that belongs to a school."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from belisha.answers.models import AnswerLog
from belisha.base.scoped import SchoolScoped
from belisha.people.actor import ANYBODY, Actor, Place
from belisha.people.models import Invitation, Membership, School, User
from belisha.policies.models import PolicyVersion
from belisha.policies.states import VersionState

MODELS = [model for model in apps.get_models() if issubclass(model, SchoolScoped)]
GUARDED = [model for model in MODELS if hasattr(model.objects, "visible_to")]


def actor_at(slug: str, *, manages: bool) -> Actor:
    school = School.objects.get(slug=slug)
    user = User.objects.get(email=f"{'headteacher' if manages else 'teacher'}@{slug}.example")
    return Actor(user.pk, user.name, (Place(school.pk, slug, school.name, "x", manages),))


@pytest.fixture
def rows(demo: None) -> None:
    grange = School.objects.get(slug="grange")
    version = PolicyVersion.objects.get(school=grange)
    PolicyVersion.objects.create(
        school=grange,
        document=version.document,
        label="next",
        source="",
        checksum="0",
        state=VersionState.DRAFT,
    )
    now = timezone.now()
    Invitation.objects.create(
        school=grange,
        email="a@b.example",
        name="A",
        role="teacher",
        token_hash="0",
        expires_at=now + timedelta(1),
    )
    AnswerLog.objects.create(
        school=grange, version=version, asked_at=now, role="teacher", verdict="silent", is_sure=False
    )


def test_every_model_of_a_school_is_guarded() -> None:
    assert {model.__name__ for model in MODELS} - {model.__name__ for model in GUARDED} == {"PolicyDocument"}


@pytest.mark.parametrize(
    ("model", "published"), [(Membership, 0), (Invitation, 0), (AnswerLog, 0), (PolicyVersion, 1)]
)
def test_another_schools_rows_are_invisible(rows: None, model: type[SchoolScoped], published: int) -> None:
    own = model.objects.filter(school__slug="grange")
    assert own.count() > published
    for stranger in (actor_at("calcot", manages=True), actor_at("calcot", manages=False), ANYBODY):
        assert own.visible_to(stranger).count() == published
    assert own.visible_to(actor_at("grange", manages=True)).count() == own.count()


def test_a_teacher_sees_only_her_own_membership_and_no_draft(rows: None) -> None:
    teacher = actor_at("grange", manages=False)
    assert [row.user_id for row in Membership.objects.visible_to(teacher)] == [teacher.user_id]
    assert not PolicyVersion.objects.visible_to(teacher).filter(state=VersionState.DRAFT).exists()
    assert not Invitation.objects.visible_to(teacher).exists()
    assert not AnswerLog.objects.visible_to(teacher).exists()


def test_people_see_themselves_and_those_whom_they_look_after(rows: None) -> None:
    assert User.objects.visible_to(actor_at("grange", manages=False)).count() == 1
    assert not User.objects.visible_to(ANYBODY).exists()
    seen = User.objects.visible_to(actor_at("grange", manages=True))
    assert set(seen.values_list("memberships__school__slug", flat=True)) == {"grange"}


def test_a_past_membership_gives_nothing(demo: None) -> None:
    yesterday = timezone.localdate() - timedelta(1)
    Membership.objects.filter(user__email="headteacher@grange.example").update(to_on=yesterday)
    assert (
        not Membership.objects.on(timezone.localdate())
        .filter(user__email="headteacher@grange.example")
        .exists()
    )
