"""The hash of an event, and the seal at the end of a chain. They contain ids of people, not names."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

COVERED = ("chain", "number", "at", "by", "verb", "subject", "detail", "refused", "previous")
"""Every field of an event except its hash, in the order in which `hash_event` takes them."""

LARGEST = 2**53
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode


def hash_event(values: Iterable[Any]) -> str:
    """Return the SHA-256, in hex, of an event's `COVERED` values as JSON with sorted keys and UTC times."""
    stated = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in values]
    return hashlib.sha256(_canonical(["event 1", *stated]).encode("ascii")).hexdigest()


def seal_chain(chain: int, number: int, head: str, *, key: str) -> str:
    """Return the HMAC-SHA-256, in hex, which proves that somebody with `key` ended the chain here."""
    stated = _canonical(["head 1", chain, number, head])
    inner = hashlib.sha256(f"belisha record {key}".encode()).digest()
    return hmac.new(inner, stated.encode("ascii"), hashlib.sha256).hexdigest()


def canonical_detail(detail: Mapping[str, Any]) -> dict[str, Any]:
    """Return `detail` as either database would return it, so that its hash can be computed again.

    Raise TypeError for what JSON cannot hold, and ValueError for what a database would change: a NUL, half a
    surrogate pair, a fractional number that is not finite or is 2**53 or more.
    """
    read: dict[str, Any] = json.loads(json.dumps(detail, allow_nan=False), parse_float=_number)
    text = json.dumps(read, ensure_ascii=False)
    text.encode("utf-8")  # UnicodeEncodeError is a ValueError
    if "\\u0000" in text.replace("\\\\", ""):
        message = "the detail of an event holds a NUL character"
        raise ValueError(message)
    return read


def _number(text: str) -> float | int:
    value = float(text)
    if abs(value) >= LARGEST:
        message = f"the detail of an event holds `{text}`: as a fraction it is too large to be kept exactly"
        raise ValueError(message)
    return int(value) if value.is_integer() else value
