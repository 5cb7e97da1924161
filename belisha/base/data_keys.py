"""Data keys: one for each file or case, wrapped by the installation's key. Erasing one erases what it opens.

A data key is 32 random bytes. It is stored wrapped, with AES-256-GCM under a key that is derived from the
site's secret key; former secret keys still unwrap. `context` names the row that a key or text belongs to: a
wrapped key or a text that was moved to another row does not open.
"""

import base64
import os
from binascii import Error as NotBase64Error

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES, NONCE_BYTES = 32, 12


class KeyLostError(Exception):
    """A key or text does not open: it was erased or changed, or the site no longer has its secret key."""


def new_data_key() -> bytes:
    """Return a new random key of 32 bytes."""
    return AESGCM.generate_key(bit_length=8 * KEY_BYTES)


def wrap_key(key: bytes, context: str) -> str:
    """Return `key` encrypted with the installation's key, as text to store."""
    return _encrypt(key, _installation_keys()[0], context)


def unwrap_key(wrapped: str, context: str) -> bytes:
    """Return the key that `wrap_key` was given. Raise KeyLostError."""
    for candidate in _installation_keys():
        try:
            return _decrypt(wrapped, candidate, context)
        except KeyLostError:
            continue
    message = "The key was erased, or the site no longer has the secret key that wrapped it."
    raise KeyLostError(message)


def rewrap_key(wrapped: str, context: str) -> str:
    """Return the same key wrapped with the newest secret key of the installation. Raise KeyLostError."""
    return wrap_key(unwrap_key(wrapped, context), context)


def encrypt_text(text: str, key: bytes, context: str) -> str:
    """Return `text` encrypted with a data key."""
    return _encrypt(text.encode(), key, context)


def decrypt_text(encrypted: str, key: bytes, context: str) -> str:
    """Return what `encrypt_text` was given. Raise KeyLostError."""
    return _decrypt(encrypted, key, context).decode()


def derived_key(key: bytes, purpose: bytes, salt: bytes | None = None) -> bytes:
    """Return a key of 32 bytes derived from `key` for one purpose."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"belisha " + purpose).derive(key)


def _installation_keys() -> list[bytes]:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [derived_key(secret.encode(), b"data keys") for secret in secrets]


def _encrypt(plain: bytes, key: bytes, context: str) -> str:
    nonce = os.urandom(NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, context.encode())).decode()


def _decrypt(encrypted: str, key: bytes, context: str) -> bytes:
    try:
        raw = base64.b64decode(encrypted, validate=True)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode())
    except (InvalidTag, NotBase64Error, ValueError) as error:
        message = "It does not open with this key."
        raise KeyLostError(message) from error
