"""The setup code for a new school: access to the site's data folder is the right to create one."""

import hmac
import os
import secrets
from pathlib import Path

from belisha.complaints.receipts import LETTERS

NAME = "setup.code"


def setup_code(folder: Path) -> str:
    """Return the code in the folder, created if missing: three groups of four, for one school."""
    file = folder / NAME
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(code + "\n")
    return file.read_text(encoding="ascii").strip()


def is_setup_code(folder: Path, given: str) -> bool:
    """Return whether `given` is the code in the folder; false if there is none."""
    file = folder / NAME
    try:
        kept = file.read_text(encoding="ascii").strip()
    except FileNotFoundError:  # none, or somebody else has just spent it
        return False
    return hmac.compare_digest(_plain(kept), _plain(given))


def spend_setup_code(folder: Path, given: str) -> bool:
    """Delete the code, which is valid for one school. Return whether `given` was it, for one caller only."""
    if not is_setup_code(folder, given):
        return False
    try:
        (folder / NAME).unlink()
    except FileNotFoundError:  # somebody else has just spent it
        return False
    return True


def put_back_setup_code(folder: Path, code: str) -> None:
    """Keep a code that was spent for nothing."""
    handle = os.open(folder / NAME, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(_plain(code) + "\n")


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter in LETTERS)
