import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import InvalidToken
from django.core import mail
from django.test import Client

from belisha.demo.people import PASSWORD
from belisha.people.models import User
from belisha.people.sealing import seal, unseal
from tests.site.conftest import ClientFor

SIGN_IN = "/account/sign-in/"
TEACHER = "teacher@grange.example"


def test_the_demo_password_opens_every_demo_account(demo: None, client: Client) -> None:
    done = client.post(SIGN_IN, {"login": TEACHER, "password": PASSWORD})
    assert done.headers["Location"] == "/me/"


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
    assert "Too many tries" in last
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
    seed = codes.decrypt_seed() if hasattr(codes, "decrypt_seed") else ""
    assert all(code not in repr(codes.instance.data) for code in codes.get_unused_codes())
    assert not seed or seed not in repr(codes.instance.data)


def test_a_sealed_secret_outlives_a_change_of_key_and_no_tampering(settings: object) -> None:
    sealed = seal("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another key, long enough to be one"  # type: ignore[attr-defined]
    assert unseal(sealed) == "secret"
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    with pytest.raises(InvalidToken):
        unseal(sealed)


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
    assert "This site sends no mail" in page


def test_a_forgotten_password_with_a_mail_server(demo: None, client: Client, settings: object) -> None:
    settings.EMAIL_HOST = "mail.example"  # type: ignore[attr-defined]
    assert "E-mail address" in client.get("/account/password/reset/").content.decode()
    for address in (TEACHER, "nobody@nowhere.example"):
        done = client.post("/account/password/reset/", {"email": address})
        assert done.headers["Location"] == "/account/password/reset/sent/"
    (sent,) = mail.outbox
    link = re.search(r"http://testserver(\S+)", sent.body)
    assert link
    form = client.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    new = {"password1": "quiet-umbrella-forest", "password2": "quiet-umbrella-forest"}
    assert client.post(address, new).status_code == 302
    assert client.post(SIGN_IN, {"login": TEACHER, "password": new["password1"]}).status_code == 302
    assert "too old" in client.get(link[1], follow=True).content.decode()
