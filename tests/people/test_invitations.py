import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from belisha.people.accounts import invitations
from belisha.people.accounts.invitations import invite_person
from belisha.people.actor import ANONYMOUS, actor_from
from belisha.people.models import Invitation, Membership, School, User
from tests.demo_fixtures import ClientFor

MANAGE = "/s/grange/people/manage/"
INVITE = "/s/grange/people/invite/"
NEWCOMER = {"name": "Greta Newcomer", "email": "New@Grange.Example", "role": "teacher"}
PASSWORD = "quiet-umbrella-forest"


def invite(client: Client, **changes: str) -> str:
    page = client.post(INVITE, {**NEWCOMER, **changes}).content.decode()
    link = re.search(r"http://testserver(/join/[\w-]+/)", page)
    assert link, page
    return link[1]


def test_an_invited_person_chooses_a_password_and_signs_in(client_for: ClientFor, client: Client) -> None:
    link = invite(client_for("headteacher@grange"))
    assert "Greta Newcomer, you have been invited as teacher" in client.get(link).content.decode()
    assert client.post(link, {"password": PASSWORD}).headers["Location"] == "/me/"
    user = User.objects.get(email="new@grange.example")
    assert [(row.school.slug, row.role) for row in user.memberships.all()] == [("grange", "teacher")]
    assert "Greta Newcomer" in client.get("/me/").content.decode(), "signed in by the password just chosen"
    client.logout()
    signed_in = client.post("/account/sign-in/", {"login": "new@grange.example", "password": PASSWORD})
    assert signed_in.headers["Location"] == "/me/"
    assert "Greta Newcomer" in client.get("/me/").content.decode()


def test_the_link_works_once_and_only_its_hash_is_kept(client_for: ClientFor, client: Client) -> None:
    link = invite(client_for("headteacher@grange"))
    token = link.split("/")[2]
    assert token not in repr(list(Invitation.objects.values_list()))
    client.post(link, {"password": PASSWORD})
    assert client.get(link).status_code == 410
    assert client.post(link, {"password": "another-long-password"}).status_code == 410
    assert client.get("/join/nonsense/").status_code == 410


def test_an_old_or_withdrawn_link_is_closed(client_for: ClientFor, client: Client) -> None:
    head = client_for("headteacher@grange")
    link = invite(head)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link).status_code == 410
    link = invite(head)
    invitation = Invitation.objects.open().get()
    assert head.post(f"{MANAGE}{invitation.pk}/withdraw/").status_code == 302
    assert client.get(link).status_code == 410


def test_a_link_never_opens_somebody_elses_account(client_for: ClientFor, client: Client) -> None:
    head = User.objects.get(email="headteacher@grange.example")
    _, token = invite_person(
        by=actor_from(head.pk, head.name),
        school=School.objects.get(slug="grange"),
        email="teacher@grange.example",
        name="Greta Newcomer",
        role="teacher",
    )
    link = f"/join/{token}/"
    before = User.objects.get(email="teacher@grange.example").password
    assert (
        client.post(link, {"password": PASSWORD})
        .headers["Location"]
        .startswith("/account/sign-in/?next=/join/")
    )
    assert client_for("parent@grange").post(link).headers["Location"].startswith("/account/sign-in/")
    assert User.objects.get(email="teacher@grange.example").password == before
    assert client_for("teacher@grange").post(link).headers["Location"] == "/me/"
    assert User.objects.get(email="teacher@grange.example").password == before
    assert Membership.objects.filter(user__email="teacher@grange.example", role="teacher").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Enter the person’s name"),
        ({"email": "greta"}, "Enter an e-mail address in the form name@example.org"),
        ({"role": ""}, "Choose the person’s role"),
        ({"role": "school"}, "Choose a role from the list"),
    ],
)
def test_a_bad_invitation_gets_a_clear_sentence(
    client_for: ClientFor, changes: dict[str, str], sentence: str
) -> None:
    response = client_for("headteacher@grange").post(INVITE, {**NEWCOMER, **changes})
    assert response.status_code == 400
    assert sentence in response.content.decode()


@pytest.mark.parametrize("password", ["", "short", "greta newcomer", "123456789012345"])
def test_a_weak_password_is_refused(client_for: ClientFor, client: Client, password: str) -> None:
    link = invite(client_for("headteacher@grange"))
    assert client.post(link, {"password": password}).status_code == 400
    assert not User.objects.filter(email="new@grange.example").exists()


def test_only_those_who_look_after_a_schools_people_invite(client_for: ClientFor) -> None:
    assert client_for("teacher@grange").post(INVITE, NEWCOMER).status_code == 403
    assert client_for("headteacher@calcot").post(INVITE, NEWCOMER).status_code == 404
    with pytest.raises(PermissionDenied):
        invitations.invite_person(by=ANONYMOUS, school=School.objects.get(slug="grange"), **NEWCOMER)


def test_another_schools_invitation_cannot_be_withdrawn(client_for: ClientFor) -> None:
    invite(client_for("headteacher@grange"))
    invitation = Invitation.objects.get()
    stranger = client_for("headteacher@calcot")
    assert stranger.post(f"{MANAGE}{invitation.pk}/withdraw/").status_code == 404
    assert stranger.post(f"/s/calcot/people/manage/{invitation.pk}/withdraw/").status_code == 404
    assert client_for("headteacher@grange").get(f"{MANAGE}{invitation.pk}/withdraw/").status_code == 405


def test_with_a_mail_server_the_link_is_mailed_and_not_shown(client_for: ClientFor, settings: object) -> None:
    settings.EMAIL_HOST = "mail.example"  # type: ignore[attr-defined]
    page = client_for("headteacher@grange").post(INVITE, NEWCOMER).content.decode()
    assert "/join/" not in page
    (sent,) = mail.outbox
    assert sent.to == ["new@grange.example"]
    assert "http://testserver/join/" in sent.body
