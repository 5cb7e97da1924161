"""The key that signs: given by the host, or made once and kept in a file that only its owner can read."""

import os
import secrets
from pathlib import Path


def secret_key(given: str, folder: Path) -> str:
    """`given`, or the key in `folder`/secret.key, which is made if it is not there.

    Two processes that start at once agree: the file is made under another name and linked into place,
    and whoever comes second reads the first one's.
    """
    if given:
        return given
    file = folder / "secret.key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _make(file)
    return _lines(file)[0]


def older_keys(folder: Path) -> list[str]:
    """The keys after the first in `folder`/secret.key, a line each: what they signed or sealed is still read.

    A restore puts the backup's key beside the one that is there, until the backup's data are.
    """
    file = folder / "secret.key"
    return _lines(file)[1:] if file.exists() else []


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="ascii").split() or [""]


def _make(file: Path) -> None:
    draft = file.with_name(f"secret.key.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(48) + "\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
