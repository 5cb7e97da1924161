"""The secret key: set by the host, or created once in a file that only its owner can read."""

import secrets
from pathlib import Path

from belisha.base.atomic_create import create_once


def secret_key(given: str, folder: Path) -> str:
    """Return `given`, or the key in `folder`/secret.key, which is created if it does not exist.

    Processes that start at the same time use the same key.
    """
    if given:
        return given
    file = folder / "secret.key"
    if not file.exists():
        create_once(file, f"{secrets.token_urlsafe(48)}\n".encode("ascii"))
    return _lines(file)[0]


def older_keys(folder: Path) -> list[str]:
    """Return the further keys in `folder`/secret.key, one a line. They still verify and decrypt.

    During a restore the file holds the backup's key beside the current one.
    """
    file = folder / "secret.key"
    return _lines(file)[1:] if file.exists() else []


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="ascii").split() or [""]
