"""What an entry says is encrypted with the site's key, so that a copy of the database does not tell it."""

import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import InvalidToken

from belisha.people.accounts.encryption import decrypt, encrypt

PURPOSE = "registers"


def sealed_values(values: Mapping[str, Any]) -> str:
    """Return the values encrypted; the empty string for none."""
    kept = {name: value for name, value in values.items() if value not in ("", None)}
    return encrypt(json.dumps(kept, sort_keys=True, ensure_ascii=False), PURPOSE) if kept else ""


def opened_values(text: str) -> dict[str, Any]:
    """Return the values again; none where they were erased, or cannot be read with the site's keys."""
    if not text:
        return {}
    try:
        found = json.loads(decrypt(text, PURPOSE))
    except (InvalidToken, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
