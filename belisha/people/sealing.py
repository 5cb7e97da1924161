"""Seals short secrets with a key derived from the site's; keys that were used before still open them."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str, purpose: str = "second factor") -> str:
    """`text`, so that only this site's key opens it. What is sealed for one purpose opens for no other."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str = "second factor") -> str:
    """What `seal` was given. Raises cryptography.fernet.InvalidToken if it was changed."""
    return _box(purpose).decrypt(sealed.encode()).decode()


def _box(purpose: str) -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derive(key, purpose)) for key in keys])


def _derive(key: str, purpose: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"belisha {purpose}".encode()).derive(
        key.encode()
    )
    return base64.urlsafe_b64encode(derived)
