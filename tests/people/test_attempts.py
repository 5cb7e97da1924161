"""Wrong passwords are limited without locking anybody else out, and the time of an answer tells nothing."""

import time
from typing import Any

import pytest
from django.test import Client

from belisha.audit.models import Event
from belisha.demo.people import PASSWORD
from belisha.people.accounts import adapters, attempts
from belisha.people.models import User

SIGN_IN = "/account/sign-in/"
TEACHER, HEAD = "teacher@grange.example", "headteacher@grange.example"
TOO_MANY = "Too many attempts"


@pytest.fixture(autouse=True)
def no_waiting(demo: None, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What would have been waited, instead of waiting."""
    waited: list[float] = []
    monkeypatch.setattr(adapters, "_wait", lambda _, seconds: waited.append(seconds))
    return waited


def sign_in(client: Client, login: str, password: str, address: str = "10.0.0.1") -> Any:
    return client.post(SIGN_IN, {"login": login, "password": password}, REMOTE_ADDR=address)


def test_wrong_passwords_lock_nobody_else_out_of_the_school(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(attempts.RATES, "address", "10/300s/ip")
    for number in range(30):
        sign_in(client, f"pupil{number}@grange.example" if number % 2 else HEAD, "wrong")
    assert sign_in(Client(), TEACHER, PASSWORD).status_code == 302


def test_who_has_signed_in_here_before_gets_in_while_others_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(attempts.RATES, "person", "8/900s/key")
    own = Client()
    assert sign_in(own, HEAD, PASSWORD).status_code == 302
    own.post("/account/sign-out/")
    for number in range(8):
        sign_in(Client(), HEAD, "wrong", address=f"10.0.{number}.1")
    assert TOO_MANY in sign_in(Client(), HEAD, PASSWORD, address="10.9.9.9").content.decode()
    assert sign_in(own, HEAD, PASSWORD).status_code == 302


def test_a_known_browser_is_known_for_its_own_people_only() -> None:
    own = Client()
    sign_in(own, TEACHER, PASSWORD)
    own.post("/account/sign-out/")
    for _ in range(5):
        sign_in(own, HEAD, "wrong")
    assert TOO_MANY in sign_in(own, HEAD, PASSWORD).content.decode()
    assert sign_in(own, TEACHER, PASSWORD).status_code == 302


def test_a_known_browser_has_a_limit_too() -> None:
    own = Client()
    sign_in(own, TEACHER, PASSWORD)
    own.post("/account/sign-out/")
    said = [sign_in(own, TEACHER, "wrong").content.decode() for _ in range(11)]
    assert TOO_MANY not in said[9]
    assert TOO_MANY in said[10]


def test_a_cookie_that_we_did_not_make_is_nothing() -> None:
    client = Client()
    client.cookies["belisha_known"] = "eyJ:made-up:x"
    for _ in range(5):
        sign_in(client, TEACHER, "wrong")
    assert TOO_MANY in sign_in(client, TEACHER, PASSWORD).content.decode()


def test_right_passwords_do_not_count() -> None:
    for _ in range(12):
        assert sign_in(Client(), TEACHER, PASSWORD).status_code == 302


def test_a_flood_from_one_address_is_answered_more_slowly(
    no_waiting: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(attempts.RATES, "address", "4/300s/ip")
    for number in range(6):
        sign_in(Client(), f"nobody{number}@nowhere.example", "wrong")
    assert no_waiting == [0.5, 0.5, 0.5, 0.5, 1.0, 1.0]
    flood = Event.objects.filter(chain=0, verb="could-not-sign-in")
    assert flood.count() == 1


@pytest.mark.parametrize("login", [TEACHER, "nobody@nowhere.example"])
def test_a_wrong_password_is_refused_after_the_same_time(login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    began = time.monotonic()
    sign_in(Client(), login, "wrong")
    assert time.monotonic() - began >= 0.5


def test_sign_ins_and_wrong_passwords_are_on_the_record() -> None:
    teacher = User.objects.get(email=TEACHER)
    sign_in(Client(), TEACHER, "wrong")
    sign_in(Client(), TEACHER, PASSWORD)
    sign_in(Client(), "nobody@nowhere.example", "wrong")
    found = Event.objects.filter(verb__in=["signed-in", "could-not-sign-in"]).order_by("chain", "number")
    assert list(found.values_list("verb", "by", "subject", "refused")) == [
        ("could-not-sign-in", None, f"person {teacher.pk}", "wrong password"),
        ("signed-in", teacher.pk, f"person {teacher.pk}", ""),
    ]


def test_confirming_who_one_is_takes_the_password_of_this_account(client: Client) -> None:
    other = User.objects.create_user(TEACHER, "kerb-lantern-puffin", name="The same address elsewhere")
    sign_in(client, TEACHER, PASSWORD)
    for wrong in ("wrong", "kerb-lantern-puffin"):
        answer = client.post("/account/confirm/", {"password": wrong}).content.decode()
        assert "The password is not right" in answer
    assert other.check_password("kerb-lantern-puffin")
    assert client.post("/account/confirm/", {"password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(("proxies", "sent", "told"), [(0, True, 1), (0, False, 0), (1, True, 0)])
def test_the_host_is_told_once_of_a_proxy_that_no_setting_names(
    demo: None,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    proxies: int,
    told: int,
    *,
    sent: bool,
) -> None:
    attempts._tell_of_unnamed_proxy.cache_clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": "192.0.2.7"} if sent else {}
    for _ in range(2):
        Client(headers=headers).post(
            "/account/sign-in/", {"login": "teacher@grange.example", "password": PASSWORD}
        )
    assert sum("Set BELISHA_PROXIES" in each.getMessage() for each in caplog.records) == told
