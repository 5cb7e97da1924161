"""Where encrypted files are: a folder of the data folder. A file has its name once it is whole and synced."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

FOLDER, UNFINISHED = "files", ".part"


def write_file(name: str, pieces: Iterable[bytes]) -> int:
    """Write a new file and sync it. Return its size. Raise OSError; a part of a file is never left behind."""
    file = _path(name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(UNFINISHED)
    size = 0
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            for piece in pieces:
                size += out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    _sync(file.parent)
    return size


def open_stored(name: str) -> BinaryIO:
    """Open a file for reading. Raise FileNotFoundError."""
    return _path(name).open("rb")


def remove_stored(name: str) -> None:
    """Remove a file; one that is gone already is no error."""
    file = _path(name)
    file.unlink(missing_ok=True)
    if file.parent.is_dir():
        _sync(file.parent)


def stored_names() -> Iterator[tuple[str, float]]:
    """Yield each stored or unfinished file: its name, and the time of its last change."""
    for file in sorted((Path(settings.DATA_DIR) / FOLDER).glob("*/*")):
        yield file.name, file.stat().st_mtime


def _path(name: str) -> Path:
    """Return the file's path: names are random, and 256 folders keep each of them small."""
    return Path(settings.DATA_DIR) / FOLDER / name[:2] / name


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
