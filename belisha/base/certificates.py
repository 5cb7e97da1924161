"""Certificates, and whether they are what was sealed. Needs no database and no network."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KIND = "belisha acknowledgement 1"
PERMISSION = "belisha permission 1"
RECORDS = "belisha register 1"
PAGE = "belisha page 1"
KINDS = (KIND, PERMISSION, RECORDS, PAGE)
ALGORITHM = "Ed25519 over the SHA-256 of canonical JSON"


class CertificateFinding(StrEnum):
    """The outcome of a check."""

    VERIFIED = "verified"
    ALTERED = "altered"
    UNVERIFIABLE = "unverifiable"


@dataclass(frozen=True)
class CertificateCheck:
    """The outcome of a check, its reason, and what the certificate states, if it can be read."""

    finding: CertificateFinding
    sentence: str
    statement: Mapping[str, Any] | None = None

    @property
    def is_verified(self) -> bool:
        """Return whether the statement is what the holder of the key sealed."""
        return self.finding is CertificateFinding.VERIFIED


def canonical(statement: Mapping[str, Any]) -> bytes:
    """Return a statement as canonical JSON: sorted keys, no spaces, UTF-8. ValueError for other types."""
    return json.dumps(
        statement, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def digest(statement: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a statement, in hex."""
    return hashlib.sha256(canonical(statement)).hexdigest()


def certificate(
    statement: Mapping[str, Any], sha256: str, signature: str, public_key: str, kind: str = KIND
) -> str:
    """Return the certificate file: the statement with its hash and seal. `kind` is one of `KINDS`."""
    held = {
        "kind": kind,
        "statement": dict(statement),
        "sha256": sha256,
        "algorithm": ALGORITHM,
        "signature": signature,
        "public_key": public_key,
    }
    return json.dumps(held, indent=2, ensure_ascii=False) + "\n"


def fingerprint(public_key: str) -> str:
    """Return a short name of a public key to compare by eye: 16 hex digits in groups of four."""
    found = hashlib.sha256(public_key.encode()).hexdigest()[:16]
    return " ".join(found[place : place + 4] for place in range(0, 16, 4))


def verify_certificate(text: str, public_key: str | None = None) -> CertificateCheck:
    """Return whether the certificate in `text` is what was sealed, by the public key of the school's site.

    The key is the one that the site's page shows (base64). Without it nobody can tell who sealed it, so a
    consistent certificate is unverifiable, not verified.
    """
    try:
        held = json.loads(text, object_pairs_hook=_without_doubles)
        statement, stated = held["statement"], str(held["sha256"])
        signature, own = base64.b64decode(held["signature"], validate=True), str(held["public_key"])
        is_known = held["kind"] in KINDS and isinstance(statement, dict)
    except (ValueError, KeyError, TypeError, binascii.Error):
        return CertificateCheck(
            CertificateFinding.UNVERIFIABLE,
            "This is no certificate of Belisha, or it has no seal.",
        )
    if not is_known:
        return CertificateCheck(
            CertificateFinding.UNVERIFIABLE,
            f"This is not a certificate of a kind that is known: {', '.join(KINDS)}.",
        )
    return _check(statement, stated, signature, own, public_key)


def _check(
    statement: Mapping[str, Any], stated: str, signature: bytes, own: str, public_key: str | None
) -> CertificateCheck:
    if digest(statement) != stated:
        return CertificateCheck(
            CertificateFinding.ALTERED, "What it states is not what was sealed: its hash differs.", statement
        )
    key = _read_key(public_key or own)
    if key is None:
        return CertificateCheck(CertificateFinding.UNVERIFIABLE, "The public key cannot be read.", statement)
    try:
        key.verify(signature, bytes.fromhex(stated))
    except InvalidSignature:
        if public_key and public_key.strip() != own:
            message = "It was sealed with another key than the one given: by another site, or altered."
            return CertificateCheck(CertificateFinding.ALTERED, message, statement)
        return CertificateCheck(
            CertificateFinding.ALTERED, "Its seal does not fit what it states.", statement
        )
    except ValueError:
        return CertificateCheck(CertificateFinding.UNVERIFIABLE, "Its hash is not one.", statement)
    if not public_key:
        message = (
            "It fits together, but who sealed it cannot be told without the school’s public key. Take the "
            f"key from the school’s page of seals: the one named in here is {fingerprint(own)}."
        )
        return CertificateCheck(CertificateFinding.UNVERIFIABLE, message, statement)
    return CertificateCheck(
        CertificateFinding.VERIFIED, "It is what was sealed, by the holder of that key.", statement
    )


def _read_key(text: str) -> Ed25519PublicKey | None:
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))
    except (ValueError, binascii.Error):
        return None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a name stands twice"
        raise ValueError(message)
    return found
