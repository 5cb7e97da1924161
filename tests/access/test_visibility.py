"""What one school's people can see of another's rows: nothing, in every model that belongs to a school."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field
from django.utils import timezone

from belisha.access.rights import load_rights
from belisha.answers.models import AnswerLog
from belisha.base.scoped import SchoolScoped
from belisha.people.actor import ANONYMOUS, Actor, SchoolMembership, actor_from
from belisha.people.models import Invitation, Membership, School, User
from belisha.policies.models import PolicyVersion
from belisha.policies.states import PUBLIC, VersionState
from tests.access.building import build_one_of_everything

MODELS = [model for model in apps.get_models() if issubclass(model, SchoolScoped)]
# Rows that belong to no school, or to one through another row, and how they are reached.
OF_NO_SCHOOL = {
    "EncryptedFile": "a file of a row, which says whose it is",
    "DisposalPermit": "a permit within one transaction, about nobody",
    "School": "its name and policy are public",
    "User": "may belong to several schools; `visible_to` goes by memberships",
    "Feed": "of one person; `visible_to` is one's own",
    "Entry": "what was said in a matter, reached through the matter",
    "SealKey": "public keys",
    "Event": "the record: values without foreign keys; `visible_to` goes by the right to read it",
    "Head": "the end of each chain of the record",
    "CaseAccess": "who may see a report or a case, reached through it",
    "ChronologyEntry": "reached through the report or case, whose key seals it",
    "CasePerson": "reached through the case",
    "CaseMark": "reached through the case",
    "CaseTask": "reached through the case",
    "Referral": "reached through the case",
    "Takedown": "reached through the case",
    "CaseOutcome": "reached through the case",
    "Appeal": "reached through the outcome of a case",
    "Release": "reached through the item of evidence",
    "EntryNote": "reached through the entry of a register",
    "EntryFile": "reached through the entry of a register, which decides who opens it",
    "SealedDocument": "reached through the entry of a register",
}
# Rows that anybody may see, and why.
OPEN_TO_ALL = {
    "ComplaintsProcedure": "where a complaints procedure is, the school must publish",
    "DocumentOfRecord": "the school’s own file of a version that was published",
}
GUARDED = [model for model in MODELS if hasattr(model.objects, "visible_to")]


def actor_at(slug: str, *, manages: bool) -> Actor:
    school = School.objects.get(slug=slug)
    user = User.objects.get(email=f"{'headteacher' if manages else 'teacher'}@{slug}.example")
    rights = frozenset({"look-after-people", "write-policy"} if manages else ())
    return Actor(user.pk, user.name, (SchoolMembership(school.pk, slug, school.name, "x", rights),))


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
    assert not {model.__name__ for model in MODELS} - {model.__name__ for model in GUARDED}


def test_every_model_is_of_a_school_or_says_why_not() -> None:
    ours = {model for model in apps.get_models() if model.__module__.startswith("belisha.")}
    assert {model.__name__ for model in ours - set(MODELS)} == set(OF_NO_SCHOOL)


# Who takes a field of people, where it may not be the one who is in the others.
OTHERS = {"child": "headteacher"}


def value_of(field: "Field[Any, Any]", school: School) -> Any:
    """Something that the field takes, of that school where it leads to a row."""
    if field.related_model is User:
        who = OTHERS.get(field.name, "teacher")
        return User.objects.get(email=f"{who}@{school.slug}.example")
    if field.related_model is School:
        return school
    if field.is_relation and not issubclass(field.related_model, SchoolScoped):
        return field.related_model.objects.order_by("pk").first()
    if field.is_relation:
        there = field.related_model.objects.filter(school=school).order_by("pk").first()
        return there or row_of(field.related_model, school)
    if field.choices:
        return next(iter(field.choices))[0]
    kinds = {
        "DateField": timezone.localdate(),
        "DateTimeField": timezone.now(),
        "JSONField": {},
        "BooleanField": True,
    }
    return kinds.get(field.get_internal_type(), 1 if "Integer" in field.get_internal_type() else "x")


def row_of(model: type[SchoolScoped], school: School) -> SchoolScoped:
    """A row of the model at the school, with no more in it than it must have."""
    needed = [
        field
        for field in model._meta.concrete_fields
        if not (
            field.primary_key or field.null or field.has_default() or field.blank or field.name == "school"
        )
    ]
    return model.objects.create(school=school, **{field.name: value_of(field, school) for field in needed})


def test_a_stranger_with_every_right_sees_nothing_of_any_model(demo: None) -> None:
    """One of everything is at Grange; at Calcot there is somebody with every right that there is."""
    grange, stranger = School.objects.get(slug="grange"), User.objects.get(email="staff@calcot.example")
    build_one_of_everything()
    Membership.objects.filter(user=stranger).update(extra_rights=list(load_rights()))
    actor = actor_from(stranger.pk, stranger.name)
    assert set(load_rights()) == {right for place in actor.memberships for right in place.rights}
    for model in sorted(GUARDED, key=lambda each: each.__name__):
        if not model.objects.filter(school=grange).exists():
            row_of(model, grange)
        rows = model.objects.filter(school=grange)
        if model is PolicyVersion:
            rows = rows.exclude(state__in=PUBLIC)
        assert rows.exists(), model
        for viewer in (actor, ANONYMOUS):
            if model.__name__ in OPEN_TO_ALL:
                assert rows.visible_to(viewer).exists(), (model, OPEN_TO_ALL[model.__name__])
                continue
            assert not rows.visible_to(viewer).exists(), (model, viewer.name)


@pytest.mark.parametrize(
    ("model", "published"), [(Membership, 0), (Invitation, 0), (AnswerLog, 0), (PolicyVersion, 1)]
)
def test_another_schools_rows_are_invisible(rows: None, model: type[SchoolScoped], published: int) -> None:
    own = model.objects.filter(school__slug="grange")
    assert own.count() > published
    for stranger in (actor_at("calcot", manages=True), actor_at("calcot", manages=False), ANONYMOUS):
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
    assert not User.objects.visible_to(ANONYMOUS).exists()
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
