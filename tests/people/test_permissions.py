"""How far somebody reaches who looks after a school's people, and does not set the school up."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.imports.models import RollLine
from belisha.people.accounts import invitations
from belisha.people.accounts.actions import link_to_new_password
from belisha.people.actor import actor_from
from belisha.people.devices.actions import make_card
from belisha.people.memberships import actions
from belisha.people.models import Membership, School, User
from belisha.people.permissions import can_change_sign_in
from tests.imports.steps import bring_in, checked

pytestmark = pytest.mark.usefixtures("demo")

DAY = timedelta(days=1)


def grange() -> School:
    return School.objects.get(slug="grange")


def user_of(person: str) -> User:
    return User.objects.get(email=f"{person}.example")


def office() -> Actor:
    """The teacher, whom the head has asked to look after people as well."""
    row = Membership.objects.get(user=user_of("teacher@grange"), school=grange())
    row.extra_rights = ["look-after-people"]
    row.save()
    return actor_from(row.user_id, row.user.name)


def somebody(role: str, *, email: str = "new@grange.example", school: str = "grange", **fields: Any) -> User:
    """Somebody whom a roll brought in, and who has never signed in."""
    user = User.objects.create_user(email, None, name="Robin Vale")
    Membership.objects.create(
        user=user,
        school=School.objects.get(slug=school),
        role=role,
        **{"from_on": today() - 9 * DAY, **fields},
    )
    return user


# --- becoming somebody else


def test_nobody_takes_over_a_head_who_is_still_to_begin() -> None:
    coming = somebody("headteacher", from_on=today() + 30 * DAY)
    assert not can_change_sign_in(office(), grange(), coming)
    with pytest.raises(PermissionDenied):
        link_to_new_password(by=office(), school=grange(), user=coming)


def test_nobody_takes_over_somebody_who_is_to_begin_at_another_school() -> None:
    user = somebody("teacher")
    Membership.objects.create(
        user=user, school=School.objects.get(slug="calcot"), role="headteacher", from_on=today() + 30 * DAY
    )
    assert not can_change_sign_in(office(), grange(), user)


@pytest.mark.parametrize(
    ("role", "fields"),
    [
        ("headteacher", {"from_on": today() + 30 * DAY}),
        ("dsl", {}),
        ("teacher", {"extra_rights": ["hear-concerns"]}),
    ],
)
def test_an_invitation_as_a_teacher_opens_no_account_with_more(role: str, fields: dict[str, Any]) -> None:
    user = somebody(role, **fields)
    _, token = invitations.invite_person(
        by=office(), school=grange(), email=user.email or "", name=user.name, role="teacher"
    )
    with pytest.raises(invitations.SignInFirstError):
        invitations.accept_invitation(token=token, password="three odd words here")


def test_an_invitation_as_what_they_are_still_opens_it() -> None:
    head = user_of("headteacher@grange")
    by = actor_from(head.pk, head.name)
    user = somebody("dsl")
    _, token = invitations.invite_person(
        by=by, school=grange(), email=user.email or "", name=user.name, role="dsl"
    )
    assert invitations.accept_invitation(token=token, password="three odd words here") == user


def test_no_card_lets_the_office_sign_in_as_the_head() -> None:
    head = user_of("headteacher@grange")
    with pytest.raises(PermissionDenied):
        make_card(by=office(), school=grange(), user=head)
    make_card(by=office(), school=grange(), user=somebody("support-staff", email=""))


def test_a_roll_gives_the_safeguarding_lead_no_other_address() -> None:
    bring_in("Staff Code,Forename,Surname,Work Email,Job Title\nRV,Robin,Vale,robin@grange.example,DSL\n")
    user = User.objects.get(email="robin@grange.example")
    assert Membership.objects.get(user=user).role == "dsl"
    roll = checked(
        "Staff Code,Forename,Surname,Work Email,Job Title\nRV,Robin,Vale,me@elsewhere.example,DSL\n",
        by=office(),
    )
    assert list(RollLine.objects.filter(roll=roll, user=user)) == []
    assert roll.counts["error"] == 1


# --- rights beside a role


def test_rights_beside_a_role_do_not_come_back_by_somebody_who_may_not_give_them() -> None:
    user = somebody("teacher", extra_rights=["set-up-school"])
    head = user_of("headteacher@grange")
    actions.leave(by=actor_from(head.pk, head.name), school=grange(), user=user)
    with pytest.raises(PermissionDenied):
        actions.come_back(by=office(), school=grange(), user=user)
    assert actions.come_back(by=actor_from(head.pk, head.name), school=grange(), user=user) == 1


def test_nor_by_another_last_day() -> None:
    user = somebody("teacher", extra_rights=["set-up-school"], to_on=today() - DAY)
    row = Membership.objects.get(user=user)
    with pytest.raises(PermissionDenied):
        actions.change_role(by=office(), membership=row, to_on=None)
    actions.change_role(by=office(), membership=row, group="Owls")
    row.refresh_from_db()
    assert (row.group, row.to_on) == ("Owls", today() - DAY)


def test_whoever_sets_up_the_school_is_not_taken_off_by_the_office() -> None:
    user = somebody("support-staff", extra_rights=["set-up-school"])
    with pytest.raises(PermissionDenied):
        actions.leave(by=office(), school=grange(), user=user)
    row = Membership.objects.get(user=user)
    with pytest.raises(PermissionDenied):
        actions.change_role(by=office(), membership=row, to_on=today() - DAY)
    with pytest.raises(PermissionDenied):
        actions.remove_role(by=office(), membership=row)


@pytest.mark.parametrize("last", ["01/09/2026", "31/12/2030"])
def test_nor_by_a_roll(last: str) -> None:
    user = somebody("teacher", extra_rights=["set-up-school"])
    row = Membership.objects.get(user=user)
    roll = checked(
        "Forename,Surname,Work Email,Job Title,End Date\n"
        f"Robin,Vale,new@grange.example,Class Teacher,{last}\n",
        by=office(),
    )
    assert roll.counts["error"] == 1
    assert not roll.lines.filter(user=user).exists()
    row.refresh_from_db()
    assert row.to_on is None
