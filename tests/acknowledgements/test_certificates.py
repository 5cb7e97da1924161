"""A certificate by itself: what verifies, what does not, and what nobody can tell. No database."""

from __future__ import annotations

import base64
import json
import random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from belisha.base.certificates import (
    CertificateFinding,
    canonical,
    certificate,
    digest,
    fingerprint,
    verify_certificate,
)

STATEMENT: dict[str, Any] = {
    "person": {"name": "Zoë O’Hara"},
    "agreed": ["I will."],
    "check": None,
    "at": "now",
}


def public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def made(key: Ed25519PrivateKey, statement: dict[str, Any] | None = None) -> str:
    stated = statement or STATEMENT
    sha256 = digest(stated)
    signature = base64.b64encode(key.sign(bytes.fromhex(sha256))).decode()
    return certificate(stated, sha256, signature, public(key))


OURS, THEIRS = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


def test_what_was_sealed_verifies_with_the_key_alone() -> None:
    assert verify_certificate(made(OURS), public(OURS)).is_verified
    # However it is laid out: the statement counts, not its spaces.
    assert verify_certificate(json.dumps(json.loads(made(OURS))), f" {public(OURS)}\n").is_verified


def test_any_changed_letter_of_the_statement_is_found() -> None:
    text = made(OURS)
    start, end = text.index('"statement"'), text.index('"sha256": "')
    for place in range(start + 14, end):
        changed = f"{text[:place]}{'X' if text[place] != 'X' else 'Y'}{text[place + 1 :]}"
        found = verify_certificate(changed, public(OURS)).finding
        # A space between two names may become anything but JSON, and then it is none.
        assert found is not CertificateFinding.VERIFIED, text[place - 5 : place + 5]


def test_any_changed_letter_of_the_seal_is_found() -> None:
    text, chance = made(OURS), random.Random(7)
    for name in ("sha256", "signature"):
        start = text.index(f'"{name}": "') + len(name) + 5
        for _ in range(20):
            place = start + chance.randrange(60)
            other = "0" if text[place] != "0" else "1"
            changed = f"{text[:place]}{other}{text[place + 1 :]}"
            assert not verify_certificate(changed, public(OURS)).is_verified


def test_a_forger_with_a_key_of_their_own_is_found() -> None:
    forged = made(THEIRS, {**STATEMENT, "agreed": ["Nothing."]})
    assert verify_certificate(forged, public(OURS)).finding is CertificateFinding.ALTERED
    # Without the school's key it is never called verified, though it fits together.
    alone = verify_certificate(forged)
    assert alone.finding is CertificateFinding.UNVERIFIABLE
    assert fingerprint(public(THEIRS)) in alone.sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "{}",
        "null",
        '{"kind": "belisha acknowledgement 1"}',
        made(OURS).replace('"signature": "', '"signature": "!!'),
        made(OURS).replace("belisha acknowledgement 1", "another kind"),
        made(OURS).replace('"agreed"', '"at": "then", "agreed"'),
        json.dumps({**json.loads(made(OURS)), "statement": "words"}),
        json.dumps({**json.loads(made(OURS)), "public_key": "short"}),
    ],
)
def test_what_is_no_sealed_certificate_is_unverifiable(text: str) -> None:
    assert verify_certificate(text).finding is CertificateFinding.UNVERIFIABLE


def test_a_key_that_is_none() -> None:
    assert verify_certificate(made(OURS), "no key").finding is CertificateFinding.UNVERIFIABLE


def test_there_is_one_way_to_write_a_statement() -> None:
    assert canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("nan")})
