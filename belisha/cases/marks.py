"""Marks: keyed hashes of people, handles and addresses, so that repeats show and nothing can be read."""

from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac

SALT = "belisha.cases.marks"


def mark_of(school_id: int, kind: str, value: str) -> str:
    """Return the mark of a value at a school. The same handle at two schools has two marks."""
    text = f"{school_id} {kind} {normalised(kind, value)}"
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()


def normalised(kind: str, value: str) -> str:
    """Return a value as it is compared: handles without case and @, addresses without scheme.

    Www and query.
    """
    text = value.strip().casefold()
    if kind == "handle":
        return text.lstrip("@")
    if kind == "address":
        parts = urlsplit(text if "//" in text else f"//{text}")
        return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"
    return text
