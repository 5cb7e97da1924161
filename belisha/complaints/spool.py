"""The spool: what somebody sends is on disk, encrypted, before anything else happens to it.

One file for each matter, written once and synced. It is removed when the matter is in the database. What a
locked database, a killed process or a fault kept out is taken in later (`take_in_spool`).
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.utils import timezone

from belisha.base.atomic_create import create_once
from belisha.complaints.encryption import PURPOSE
from belisha.people.accounts.encryption import decrypt, encrypt

FOLDER, ENDING = "spool", ".matter"


@dataclass(frozen=True, slots=True)
class SentMatter:
    """What somebody sends, and who hears it. `name` and `contact` may be empty."""

    kind: str
    heard_by: str
    words: str
    name: str = ""
    contact: str = ""
    is_about_school: bool = False


@dataclass(frozen=True, slots=True)
class SpooledMatter:
    """What was sent to a school, with its receipt, the stamp of its form, and whether it is held back."""

    school_id: int
    sent: SentMatter
    code: str
    stamp: str = ""
    is_quarantined: bool = False


def write_to_spool(matter: SpooledMatter, name: str) -> Path:
    """Write a matter to the file of this name and sync it; a second time changes nothing. Raise OSError."""
    return spool(name, ENDING, asdict(matter), PURPOSE)


def spool(name: str, ending: str, values: Mapping[str, Any], purpose: str) -> Path:
    """Write values that JSON can hold to an encrypted file and sync it. Raise OSError."""
    file = _folder() / f"{name}{ending}"
    create_once(file, encrypt(json.dumps(values), purpose).encode())
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return file


def read_spool() -> Iterator[tuple[Path, SpooledMatter]]:
    """Yield what waits in the spool, oldest first. A file that cannot be read is left where it is."""
    for file, kept in spooled(ENDING, PURPOSE):
        try:
            yield file, SpooledMatter(**{**kept, "sent": SentMatter(**kept["sent"])})
        except (TypeError, KeyError):
            continue


def spooled(ending: str, purpose: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the values of each file with this ending, oldest first; what cannot be read stays where it is."""
    for file in sorted(_folder().glob(f"*{ending}"), key=lambda each: (each.stat().st_mtime, each.name)):
        try:
            yield file, json.loads(decrypt(file.read_text(encoding="utf-8"), purpose))
        except (OSError, ValueError, InvalidToken):
            continue


def remove_drafts(older_than: timedelta = timedelta(hours=1)) -> int:
    """Remove what a killed process left of a file that never came to its name. Return how many went."""
    before = (timezone.now() - older_than).timestamp()
    old = [each for each in _folder().glob("*.*.*") if each.stat().st_mtime < before]
    for each in old:
        each.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
