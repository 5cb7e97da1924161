"""The site's electronic seal: an Ed25519 key beside the secret key, readable by its owner only."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from belisha.base.atomic_create import create_once
from belisha.base.certificates import digest

FILE = "seal.key"


class SealError(Exception):
    """Sealing failed, so nothing is saved. The sentence says why."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The SHA-256 of a statement (hex), the signature over it and the public key (base64)."""

    sha256: str
    signature: str
    public_key: str


def seal(statement: Mapping[str, Any]) -> Seal:
    """Return the seal of a statement. Raise SealError if it cannot be hashed or signed."""
    key = _key(Path(settings.DATA_DIR))
    try:
        sha256 = digest(statement)
        signature = key.sign(bytes.fromhex(sha256))
    except Exception as error:
        message = "What is to be sealed cannot be sealed. Nothing was saved."
        raise SealError(message) from error
    return Seal(sha256, base64.b64encode(signature).decode(), _public(key))


def public_key() -> str:
    """Return the site's public key, in base64. Raise SealError if there is none."""
    return _public(_key(Path(settings.DATA_DIR)))


def _public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


@lru_cache(maxsize=4)
def _key(folder: Path) -> Ed25519PrivateKey:
    file = folder / FILE
    try:
        if not file.exists():
            _make(file)
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        message = f"The key of the seal cannot be read or made: {FILE} in the data folder. Nothing was saved."
        raise SealError(message) from error
    if not isinstance(key, Ed25519PrivateKey):
        message = f"The key of the seal is not an Ed25519 key: {FILE} in the data folder. Nothing was saved."
        raise SealError(message)
    return key


def _make(file: Path) -> None:
    made = Ed25519PrivateKey.generate()
    create_once(file, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
