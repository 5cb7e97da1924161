"""What a person's page says of their account, and inviting whom the school has already."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from belisha.base.clock import today
from belisha.people.accounts import actions, invitations
from belisha.people.actor import actor_from
from belisha.people.models import Invitation, Membership, School, User
from tests.demo_fixtures import ClientFor

PASSWORD = "quiet-umbrella-forest"
TOOLS = ("Reset second factor", "Make a password link")
INVITE = "/s/grange/people/invite/"


@pytest.fixture
def newcomer(demo: None) -> User:
    """Somebody whom a roll brought in, and who has never signed in."""
    user = User.objects.create_user("robin@grange.example", None, name="Robin Vale")
    school = School.objects.get(slug="grange")
    Membership.objects.create(user=user, school=school, role="teacher", from_on=today())
    return user


def page_of(client: Client, user: User) -> str:
    return client.get(f"/s/grange/people/{user.pk}/").content.decode()


def link_in(page: str) -> str:
    found = re.search(r"http://testserver(/join/[\w-]{43}/)", page)
    assert found, page
    return found[1]


def test_the_page_says_how_far_an_account_is(client_for: ClientFor, newcomer: User, client: Client) -> None:
    head, again = client_for("headteacher@grange"), f"/s/grange/people/{newcomer.pk}/invite/"
    page = page_of(head, newcomer)
    assert "No account. Not invited yet." in page
    assert not any(tool in page for tool in TOOLS)
    first = link_in(head.post(again).content.decode())
    page = page_of(head, newcomer)
    assert "Has not accepted yet. The link works until" in page
    assert "New invitation link" in page
    assert not any(tool in page for tool in TOOLS)
    second = link_in(head.post(again).content.decode())
    assert client.get(first).status_code == 410, "the earlier link ended"
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "Did not accept by" in page_of(head, newcomer)
    second = link_in(head.post(again).content.decode())
    client.post(second, {"password": PASSWORD})
    page = page_of(head, newcomer)
    assert "Has an account. Last signed in on" in page
    assert all(tool in page for tool in TOOLS)
    assert "New invitation link" not in page
    assert Membership.objects.filter(user=newcomer).count() == 1
    assert head.post(again).status_code == 302, "whoever has an account is not invited again"
    assert not Invitation.objects.open().exists()


def test_whoever_has_no_address_is_told_apart(client_for: ClientFor, newcomer: User) -> None:
    User.objects.filter(pk=newcomer.pk).update(email=None)
    head = client_for("headteacher@grange")
    assert "Cannot sign in: no e-mail address and no card" in page_of(head, newcomer)
    head.post(f"/s/grange/people/{newcomer.pk}/card/")
    assert "Signs in with a card" in page_of(head, newcomer)
    assert head.post(f"/s/grange/people/{newcomer.pk}/invite/").status_code == 302


def test_an_account_that_nobody_opened_gets_no_password_link(newcomer: User) -> None:
    school = School.objects.get(slug="grange")
    row = User.objects.get(email="headteacher@grange.example")
    head = actor_from(row.pk, row.name)
    for act in (actions.link_to_new_password, actions.reset_second_factor):
        with pytest.raises(PermissionDenied, match="has no account yet"):
            act(by=head, school=school, user=newcomer)


def test_an_invitation_of_a_known_person_is_for_the_furthest_of_their_roles(newcomer: User) -> None:
    school = School.objects.get(slug="grange")
    Membership.objects.create(user=newcomer, school=school, role="dsl", from_on=today())
    row = User.objects.get(email="headteacher@grange.example")
    invitation, _ = invitations.invite_again(by=actor_from(row.pk, row.name), school=school, user=newcomer)
    assert (invitation.role, invitation.name) == ("dsl", "Robin Vale")


def test_an_address_of_somebody_here_leads_to_their_page(client_for: ClientFor, newcomer: User) -> None:
    head = client_for("headteacher@grange")
    form = {"name": "Jo Newcomer", "email": "ROBIN@grange.example", "role": "teacher"}
    response = head.post(INVITE, form)
    page = response.content.decode()
    assert response.status_code == 400
    assert "This address is Robin Vale’s. Give them a role instead?" in page
    assert f'href="/s/grange/people/{newcomer.pk}/"' in page
    assert not Invitation.objects.exists()


def test_of_people_elsewhere_nothing_is_said(client_for: ClientFor) -> None:
    form = {"name": "Jo Newcomer", "email": "teacher@calcot.example", "role": "teacher"}
    page = client_for("headteacher@grange").post(INVITE, form).content.decode()
    assert "Jo Newcomer has been invited" in page
    assert User.objects.get(email="teacher@calcot.example").name not in page


def test_without_a_mail_server_the_pages_say_that_nothing_is_mailed(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    assert "This site cannot send mail" in head.get(INVITE).content.decode()
    form = {"name": "Jo Newcomer", "email": "jo@grange.example", "role": "teacher"}
    page = head.post(INVITE, form).content.decode()
    assert "This site cannot send mail, so pass the link on yourself" in page
    assert "<svg" in page, "a slip with a QR code"
    assert link_in(page)
