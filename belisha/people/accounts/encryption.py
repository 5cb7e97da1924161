"""Encrypt short secrets with a key derived from the site's. Former keys still decrypt them."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str, purpose: str = "second factor") -> str:
    """Return `text` encrypted with the site's key for this purpose only."""
    return _fernet(purpose).encrypt(text.encode()).decode()


def decrypt(encrypted: str, purpose: str = "second factor") -> str:
    """Return what `encrypt` was given. Raise cryptography.fernet.InvalidToken if it was changed."""
    return _fernet(purpose).decrypt(encrypted.encode()).decode()


def _fernet(purpose: str) -> MultiFernet:
    return _derived((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS), purpose)


@lru_cache(maxsize=64)
def _derived(keys: tuple[str, ...], purpose: str) -> MultiFernet:
    """Return what encrypts with these keys: a page that reads many values derives them once."""
    return MultiFernet([Fernet(_derive(key, purpose)) for key in keys])


def _derive(key: str, purpose: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"belisha {purpose}".encode()).derive(
        key.encode()
    )
    return base64.urlsafe_b64encode(derived)
