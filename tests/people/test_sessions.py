"""When a session ends: with the last role, with an end that somebody sets, after an hour without a page."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from belisha.demo.people import PASSWORD
from belisha.people.models import Membership, School, User
from tests.demo_fixtures import ClientFor

TEACHER = "teacher@grange.example"


def sign_in(person: str) -> Client:
    client = Client()
    done = client.post("/account/sign-in/", {"login": f"{person}.example", "password": PASSWORD})
    assert done.status_code == 302
    return client


def end_roles(person: str) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user__email=f"{person}.example").update(to_on=yesterday)


def test_a_role_that_ends_ends_the_session_at_the_next_page(client_for: ClientFor) -> None:
    client = client_for("teacher@grange")
    assert client.get("/me/").status_code == 200
    end_roles("teacher@grange")
    told = client.get("/me/")
    assert told.status_code == 403
    assert "Your role has ended" in told.content.decode()
    assert client.get("/me/").headers["Location"].startswith("/account/sign-in/")
    assert client.get("/s/grange/policy/").status_code == 200


def test_nobody_signs_in_after_their_last_role(demo: None, client: Client) -> None:
    end_roles("teacher@grange")
    told = client.post("/account/sign-in/", {"login": TEACHER, "password": PASSWORD})
    assert told.status_code == 403
    assert "Your role has ended" in told.content.decode()
    assert "_auth_user_id" not in client.session


def test_one_role_of_two_that_ends_takes_its_rights_at_once(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    user = User.objects.get(email="headteacher@grange.example")
    grange = School.objects.get(slug="grange")
    Membership.objects.create(
        school=grange, user=user, role="teacher", from_on=timezone.localdate() - timedelta(days=9)
    )
    assert head.get("/s/grange/people/manage/").status_code == 200
    Membership.objects.filter(user=user, role="headteacher").update(
        to_on=timezone.localdate() - timedelta(days=1)
    )
    assert head.get("/s/grange/people/manage/").status_code == 403
    assert head.get("/me/").status_code == 200


def test_leaving_deletes_the_sessions_and_touches_nobody_elses(client_for: ClientFor) -> None:
    phone, desk, other = (sign_in(p) for p in ("teacher@grange", "teacher@grange", "parent@grange"))
    assert phone.get("/me/").status_code == desk.get("/me/").status_code == 200
    keys = [client.session.session_key for client in (phone, desk)]
    user = User.objects.get(email=TEACHER)
    address = f"/s/grange/people/{user.pk}/leave/"
    head = client_for("headteacher@grange")
    assert f"Has {user.name} left?" in head.get(address).content.decode()
    assert head.post(address).status_code == 302
    assert not Session.objects.filter(session_key__in=keys).exists()
    for client in (phone, desk):
        assert client.get("/me/").headers["Location"].startswith("/account/sign-in/")
    assert other.get("/me/").status_code == 200
    assert head.post(address).status_code == 302
    assert not Membership.objects.filter(user=user, to_on__isnull=True).exists()


def test_somebody_who_left_and_is_invited_elsewhere_can_sign_in_to_come(client_for: ClientFor) -> None:
    end_roles("teacher@grange")
    newcomer = {"name": "Greta", "email": TEACHER, "role": "teacher"}
    page = client_for("headteacher@calcot").post("/s/calcot/people/invite/", newcomer).content.decode()
    link = re.search(r"http://testserver(/join/[\w-]+/)", page)
    assert link
    client = sign_in("teacher@grange")
    assert client.post(link[1]).headers["Location"] == "/me/"
    assert client.get("/me/").status_code == 200


def test_after_an_hour_without_a_page_somebody_is_signed_out(
    client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for("teacher@grange")
    assert client.get("/me/").status_code == 200
    now = time.time()
    monkeypatch.setattr("belisha.people.middleware.time.time", lambda: now + 59 * 60)
    assert client.get("/me/").status_code == 200
    monkeypatch.setattr("belisha.people.middleware.time.time", lambda: now + 118 * 60)
    assert client.get("/me/").status_code == 200
    monkeypatch.setattr("belisha.people.middleware.time.time", lambda: now + 180 * 60)
    assert client.get("/me/").headers["Location"].startswith("/account/sign-in/?next=/me/")


def test_who_signs_out_leaves_nothing_in_the_browser(client_for: ClientFor, settings: Any) -> None:
    settings.HTTPS = True
    client = client_for("teacher@grange")
    assert "Clear-Site-Data" not in client.get("/me/").headers
    assert client.post("/account/sign-out/").headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get("/account/sign-in/").headers


def test_a_person_sees_where_they_are_signed_in_and_ends_it(demo: None) -> None:
    phone, desk = sign_in("teacher@grange"), sign_in("teacher@grange")
    page = phone.get("/account/sessions/").content.decode()
    assert "Elsewhere" in page
    assert phone.post("/account/sessions/").status_code == 302
    assert desk.get("/me/").headers["Location"].startswith("/account/sign-in/")
    assert phone.get("/me/").status_code == 200


def test_who_sets_up_the_first_school_has_no_role_yet_and_stays(demo: None) -> None:
    user = User.objects.create_user("first@new.example", PASSWORD, name="First")
    client = Client()
    client.force_login(user, "belisha.people.accounts.backends.PasswordBackend")
    assert client.get("/me/").status_code == 200


def test_the_way_out_in_a_hurry_is_on_every_page(client_for: ClientFor, settings: Any) -> None:
    for address in ("/", "/s/grange/", "/s/grange/help/", "/nowhere/"):
        page = Client().get(address).content.decode()
        assert f'href="{settings.BELISHA_HIDE_TO}"' in page
        assert "noreferrer" in page
