"""Recovery codes are shown once, work once, and are kept as hashes only."""

import re
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.db import connection
from django.test import Client

from belisha.demo.people import PASSWORD
from belisha.people.accounts.encryption import encrypt
from belisha.people.models import User

SIGN_IN = "/account/sign-in/"
TEACHER = "teacher@grange.example"


def made_codes() -> list[str]:
    """Recovery codes of the teacher, as the page shows them once."""
    codes = RecoveryCodes.activate(User.objects.get(email=TEACHER))
    codes.mark_as_viewed()
    return list(codes.get_unused_codes())


def test_recovery_codes_are_kept_as_hashes_each_with_its_salt(demo: None) -> None:
    codes = made_codes()
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"\d{8}", code) for code in codes)
    kept = Authenticator.objects.get(user__email=TEACHER)
    assert set(kept.data) == {"hashes", "viewed_at"}
    assert all(each.startswith("argon2") for each in kept.data["hashes"])
    assert len(set(kept.data["hashes"])) == 10
    assert not any(code in repr(kept.data) for code in codes)
    assert kept.wrap().get_unused_codes() == ["****"] * 10


def test_a_recovery_code_works_once_and_with_spaces(demo: None) -> None:
    code, other = made_codes()[:2]
    kept = Authenticator.objects.get(user__email=TEACHER)
    assert not kept.wrap().validate_code("123456")
    assert kept.wrap().validate_code(f" {code[:4]} {code[4:]}")
    assert not kept.wrap().validate_code(code)
    kept.refresh_from_db()
    assert kept.wrap().get_unused_codes() == ["****"] * 9
    assert kept.wrap().validate_code(other)


def test_recovery_codes_are_shown_once_and_open_the_way_in(demo: None, client: Client) -> None:
    client.post(SIGN_IN, {"login": TEACHER, "password": PASSWORD})
    user = User.objects.get(email=TEACHER)
    TOTP.activate(user, generate_totp_secret())
    address = "/account/second-factor/recovery-codes/"
    assert RecoveryCodes.activate(user).get_unused_codes() == []
    confirm = client.get(address).headers["Location"]
    assert client.post(confirm, {"password": PASSWORD}).headers["Location"] == address
    page = client.get(address).content.decode()
    codes = re.findall(r"<li>(\d{8})</li>", page)
    assert len(codes) == 10
    assert "will not see these codes again" in page
    again = client.get(address).content.decode()
    assert not any(code in again for code in codes)
    assert "10 of 10 left" in again
    outside = Client()
    outside.post(SIGN_IN, {"login": TEACHER, "password": PASSWORD})
    done = outside.post("/account/second-factor/authenticate/", {"code": codes[3]})
    assert done.headers["Location"] == "/me/"


def test_codes_of_before_go_on_working_as_hashes(demo: None) -> None:
    """The codes that django-allauth 65 derives from this seed are those that its page showed."""
    move = import_module("belisha.people.migrations.0008_hash_recovery_codes")
    user, seed = User.objects.get(email=TEACHER), "5e" * 40
    shown = codes_of_the_library(seed)
    data = {"seed": encrypt(seed), "used_mask": 0b10, "viewed_at": 1.0}
    kept = Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data=data)
    for _ in range(2):
        move.hash_codes(apps, SimpleNamespace(connection=connection))
    kept.refresh_from_db()
    assert "seed" not in kept.data
    assert not kept.wrap().validate_code(shown[1])
    assert kept.wrap().validate_code(shown[0])
    assert kept.wrap().validate_code(shown[9])
    kept.refresh_from_db()
    assert len(kept.wrap().get_unused_codes()) == 7


def codes_of_the_library(seed: str) -> list[str]:
    """What the library's own class makes of a seed, read from its source again without what replaces it."""
    spec = find_spec("allauth.mfa.recovery_codes.internal.auth")
    assert spec is not None
    assert spec.loader is not None
    own = module_from_spec(spec)
    spec.loader.exec_module(own)
    codes: list[str] = own.RecoveryCodes(Authenticator(data={"seed": encrypt(seed)})).generate_codes()
    return codes
