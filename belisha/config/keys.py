"""The key that signs: given by the host, or made once and kept in a file that only its owner can read."""

import secrets
from pathlib import Path

from belisha.base.write_once import write_once


def secret_key(given: str, folder: Path) -> str:
    """`given`, or the key in `folder`/secret.key, which is made if it is not there.

    Two that start at once agree: whoever comes second reads the first one's.
    """
    if given:
        return given
    file = folder / "secret.key"
    if not file.exists():
        write_once(file, f"{secrets.token_urlsafe(48)}\n".encode("ascii"))
    return _lines(file)[0]


def older_keys(folder: Path) -> list[str]:
    """The keys after the first in `folder`/secret.key, a line each: what they signed or sealed is still read.

    A restore puts the backup's key beside the one that is there, until the backup's data are.
    """
    file = folder / "secret.key"
    return _lines(file)[1:] if file.exists() else []


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="ascii").split() or [""]
