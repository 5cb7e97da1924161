import re
import time
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import InvalidToken
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from belisha.base.clock import today
from belisha.demo.people import PASSWORD
from belisha.outbox.models import Notice, Priority
from belisha.people.accounts.encryption import decrypt, encrypt
from belisha.people.accounts.sessions import forget_expired_sessions
from belisha.people.models import Membership, School, User
from tests.demo_fixtures import ClientFor

SIGN_IN = "/account/sign-in/"
TEACHER = "teacher@grange.example"


def test_the_demo_password_opens_every_demo_account(demo: None, client: Client) -> None:
    done = client.post(SIGN_IN, {"login": TEACHER, "password": PASSWORD})
    assert done.headers["Location"] == "/me/"


@pytest.mark.django_db
def test_the_page_to_sign_in_asks_the_database_nothing(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert client.get(SIGN_IN).status_code == 200


def test_a_wrong_password_does_not_say_whether_the_account_exists(demo: None, client: Client) -> None:
    pages = [
        client.post(SIGN_IN, {"login": login, "password": "wrong"}).content.decode()
        for login in (TEACHER, "nobody@nowhere.example")
    ]
    said = [re.findall(r"<li>(.*?)</li>", page.split("There is a problem")[1]) for page in pages]
    assert said[0][0] == said[1][0]


def test_many_people_sign_in_from_one_school(demo: None) -> None:
    for _ in range(40):
        assert Client().post(SIGN_IN, {"login": TEACHER, "password": PASSWORD}).status_code == 302


def test_one_persons_failed_tries_are_limited_whatever_the_worker(demo: None, client: Client) -> None:
    for _ in range(6):
        last = client.post(SIGN_IN, {"login": TEACHER, "password": "wrong"}).content.decode()
    assert "Too many attempts" in last
    other = client.post(SIGN_IN, {"login": "teacher@calcot.example", "password": PASSWORD})
    assert other.status_code == 302


def test_there_is_no_sign_up(demo: None, client: Client) -> None:
    people = User.objects.count()
    answer = client.post("/account/sign-up/", {"email": "x@y.example", "password1": "quiet-umbrella-forest"})
    assert answer.status_code == 405
    assert User.objects.count() == people


def test_secrets_of_second_factors_are_sealed(client_for: ClientFor) -> None:
    secret = generate_totp_secret()
    user = User.objects.get(email=TEACHER)
    kept = TOTP.activate(user, secret).instance
    assert secret not in repr(kept.data)
    assert get_adapter().decrypt(kept.data["secret"]) == secret
    codes = RecoveryCodes.activate(user)
    codes.mark_as_viewed()
    assert codes.get_unused_codes()
    assert all(code not in repr(codes.instance.data) for code in codes.get_unused_codes())


def test_a_sealed_secret_outlives_a_change_of_key_and_no_tampering(settings: object) -> None:
    sealed = encrypt("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another key, long enough to be one"  # type: ignore[attr-defined]
    assert decrypt(sealed) == "secret"
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    with pytest.raises(InvalidToken):
        decrypt(sealed)


def test_with_a_second_factor_the_password_alone_does_not_sign_in(demo: None, client: Client) -> None:
    TOTP.activate(User.objects.get(email=TEACHER), generate_totp_secret())
    step = client.post(SIGN_IN, {"login": TEACHER, "password": PASSWORD})
    assert step.headers["Location"] == "/account/second-factor/authenticate/"
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize("page", ["recovery-codes/generate/", "recovery-codes/download/", "totp/deactivate/"])
def test_pages_of_a_second_factor_are_for_who_has_one(client_for: ClientFor, page: str) -> None:
    client = client_for("teacher@grange")
    assert client.get(f"/account/second-factor/{page}").status_code in (302, 404)
    assert not Authenticator.objects.exists()


def test_the_address_of_the_e_mail_page_leads_home(client_for: ClientFor) -> None:
    assert client_for("teacher@grange").get("/account/email/").headers["Location"] == "/me/"


def test_a_forgotten_password_without_a_mail_server(demo: None, client: Client) -> None:
    page = client.get("/account/password/reset/").content.decode()
    assert "This site cannot send mail" in page


def test_a_forgotten_password_with_a_mail_server(demo: None, client: Client, settings: object) -> None:
    settings.EMAIL_HOST = "mail.example"  # type: ignore[attr-defined]
    assert "E-mail address" in client.get("/account/password/reset/").content.decode()
    for address in (TEACHER, "nobody@nowhere.example"):
        done = client.post("/account/password/reset/", {"email": address})
        assert done.headers["Location"] == "/account/password/reset/sent/"
    (notice,) = Notice.objects.filter(key__startswith="password reset")
    assert (notice.goes_to, notice.pace) == (TEACHER, Priority.AT_ONCE)
    assert not mail.outbox, "the outbox sends it"
    link = re.search(r"http://testserver(\S+)", notice.text)
    assert link
    form = client.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    new = {"password1": "quiet-umbrella-forest", "password2": "quiet-umbrella-forest"}
    assert client.post(address, new).status_code == 302
    assert client.post(SIGN_IN, {"login": TEACHER, "password": new["password1"]}).status_code == 302
    assert "has been used or has expired" in client.get(link[1], follow=True).content.decode()


def test_each_account_with_an_address_gets_its_own_link(demo: None, client: Client, settings: object) -> None:
    settings.EMAIL_HOST = "mail.example"  # type: ignore[attr-defined]
    here, there = (School.objects.get(slug=slug) for slug in ("grange", "calcot"))
    other = User.objects.create_user(TEACHER, "quiet-umbrella-forest", name="Robin Vale")
    Membership.objects.create(user=other, school=there, role="teacher", from_on=today())
    never = User.objects.create_user(TEACHER, None, name="Imported Only")
    Membership.objects.create(user=never, school=there, role="parent", from_on=today())
    client.post("/account/password/reset/", {"email": TEACHER})
    notices = Notice.objects.filter(key__startswith="password reset")
    assert {notice.school_id for notice in notices} == {here.pk, there.pk}
    assert all(notice.school.name in notice.text for notice in notices)


def test_the_reset_takes_the_same_time_for_every_address(
    demo: None, client: Client, settings: object
) -> None:
    settings.EMAIL_HOST = "mail.example"  # type: ignore[attr-defined]
    for address in (TEACHER, "nobody@nowhere.example"):
        began = time.monotonic()
        client.post("/account/password/reset/", {"email": address})
        assert time.monotonic() - began >= 0.5


def test_expired_sessions_are_deleted(client_for: ClientFor) -> None:
    old, new = client_for("teacher@grange"), client_for("headteacher@grange")
    Session.objects.filter(pk=old.session.session_key).update(expire_date=timezone.now())
    assert forget_expired_sessions() >= 1
    assert not Session.objects.filter(pk=old.session.session_key).exists()
    assert new.get("/me/").status_code == 200


def test_no_page_of_somebody_signed_in_is_kept_by_the_browser(client_for: ClientFor) -> None:
    teacher = client_for("teacher@grange")
    for path in ("/me/", "/", "/s/grange/policy/", "/s/grange/desk/", "/account/second-factor/", "/nowhere/"):
        assert "no-store" in teacher.get(path).headers["Cache-Control"], path
    assert "no-store" not in Client().get("/s/grange/policy/").headers["Cache-Control"]
