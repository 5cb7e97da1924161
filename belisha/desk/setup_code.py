"""The code that opens a new school: whoever can read the site's own folder has the right to begin one."""

import hmac
import os
import secrets
from pathlib import Path

from belisha.complaints.receipts import LETTERS

NAME = "setup.code"


def setup_code(folder: Path) -> str:
    """The code in the folder, made if there is none: three groups of four, for one school."""
    file = folder / NAME
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(code + "\n")
    return file.read_text(encoding="ascii").strip()


def is_setup_code(folder: Path, given: str) -> bool:
    """Whether `given` is the code in the folder; never where there is none."""
    file = folder / NAME
    if not file.exists():
        return False
    kept = file.read_text(encoding="ascii").strip()
    return hmac.compare_digest(_plain(kept), _plain(given))


def spend_setup_code(folder: Path) -> None:
    """The code has opened its school; another school needs another."""
    (folder / NAME).unlink(missing_ok=True)


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter in LETTERS)
