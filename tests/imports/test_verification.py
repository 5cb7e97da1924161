"""Sign-ins on which an import put somebody else's name."""

import pytest

from belisha.cli.verify_stored import check_stored
from belisha.imports.verification import check_names_of_sign_ins
from belisha.people.models import Invitation, User
from tests.imports.steps import bring_in, head_of

pytestmark = pytest.mark.usefixtures("demo")
STAFF = (
    "Staff Code,Name,Role,Email\nTLA,Tara Lark,teacher,tara.lark@hazel.example\n"
    "BFI,Basil Finch,cook,office.team@hazel.example\nCWR,Cy Wren,cook,c.wren@hazel.example\n"
)


def renamed(old: str, new: str) -> User:
    user = User.objects.get(name=old)
    user.name = new
    user.set_password("quiet-umbrella-forest")
    user.save()
    return user


def found() -> list[str]:
    return [f"{who} {wrong}" for who, wrong in check_names_of_sign_ins(using="default") if wrong]


def test_a_name_that_is_quite_another_than_the_address_is_found() -> None:
    bring_in(STAFF)
    tara = renamed("Tara Lark", "Tom Langley")
    (told,) = found()
    assert told.startswith(
        f"person {tara.pk} is called “Tom Langley” and signs in as tara.lark@hazel.example"
    )
    (check,) = [each for each in check_stored("default", None) if each.what == "names of sign-ins"]
    assert len(check.faults) == 1


def test_a_name_that_is_quite_another_than_at_the_invitation_is_found() -> None:
    bring_in(STAFF)
    from belisha.people.accounts.invitations import invite_person
    from belisha.people.models import School

    school = School.objects.get(slug="grange")
    made, _ = invite_person(
        by=head_of("grange"), school=school, email="c.wren@hazel.example", name="Cy Wren", role="teacher"
    )
    user = renamed("Cy Wren", "Dot Moon")
    Invitation.objects.filter(pk=made.pk).update(accepted_by=user, accepted_at=made.invited_at)
    (told,) = found()
    assert "was “Cy Wren”" in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Tara Lark", "Tara Wren"),
        ("Tara Lark", "T. Lark"),
        ("Basil Finch", "Mo Farr"),
        ("Cy Wren", "Zed Wrenn"),
    ],
)
def test_a_new_family_name_and_an_address_of_a_post_are_not_found(old: str, new: str) -> None:
    bring_in(STAFF)
    renamed(old, new)
    assert found() == []


def test_whoever_cannot_sign_in_is_not_found() -> None:
    bring_in(STAFF)
    User.objects.filter(name="Tara Lark").update(name="Tom Langley")
    assert found() == []
