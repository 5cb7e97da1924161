"""Where encrypted files are: a folder of the data folder, or a bucket of S3 where the host names one.

On disk a file has its name once it is whole and synced. In a bucket an object is whole or not there. What a
killed process may have left is told by marks in the folder: a mark is there before its object is sent, and
goes once the file's row is known. So the bucket is never listed, and nothing in it is removed that this site
did not send. Files that were kept on disk before a bucket was named are read from there.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from belisha.base.bucket import Bucket, as_file

FOLDER, UNFINISHED, SENT = "files", ".part", ".sent"


def write_file(name: str, pieces: Iterable[bytes]) -> int:
    """Write a new file and sync it. Return its size. Raise OSError; a part of a file is never left behind."""
    file, bucket = _path(name), _bucket()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(UNFINISHED)
    size, sha256 = 0, hashlib.sha256()
    try:
        handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as out:
            for piece in pieces:
                size += out.write(piece)
                if bucket:
                    sha256.update(piece)
            out.flush()
            os.fsync(out.fileno())
            if bucket:
                mark_stored(name)
                bucket.put(name, out, size=size, sha256=sha256.hexdigest())
        if not bucket:
            os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    _sync(file.parent)
    return size


@contextmanager
def open_stored(name: str) -> Iterator[BinaryIO]:
    """Open a file for reading. Raise FileNotFoundError, or OSError if it cannot be read now."""
    bucket, file = _bucket(), _path(name)
    if bucket is None or file.exists():
        with file.open("rb") as opened:
            yield opened
        return
    with bucket.open(name) as stored:
        yield as_file(stored)


def remove_stored(name: str) -> None:
    """Remove a file; one that is gone already is no error."""
    file, bucket = _path(name), _bucket()
    if bucket:
        bucket.remove(name.removesuffix(UNFINISHED))
    for each in (file, file.with_suffix(SENT)):
        each.unlink(missing_ok=True)
    if file.parent.is_dir():
        _sync(file.parent)


def stored_names() -> Iterator[tuple[str, float]]:
    """Yield each file that is stored, unfinished or marked: its name, and the time of its last change."""
    for file in sorted((Path(settings.DATA_DIR) / FOLDER).glob("*/*")):
        yield file.name.removesuffix(SENT), file.stat().st_mtime


def mark_stored(name: str) -> None:
    """Note, where there is a bucket, that it has to be looked at again whether an object belongs to a row."""
    if _bucket():
        mark = _path(name).with_suffix(SENT)
        mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(mark, os.O_WRONLY | os.O_CREAT, 0o600))
        _sync(mark.parent)


def settle_stored(name: str) -> None:
    """Take away the mark of a file that its row knows."""
    _path(name).with_suffix(SENT).unlink(missing_ok=True)


def _bucket() -> Bucket | None:
    found: Bucket | None = settings.BELISHA_BUCKET
    return found


def _path(name: str) -> Path:
    """Return the file's path: names are random, and 256 folders keep each of them small."""
    return Path(settings.DATA_DIR) / FOLDER / name[:2] / name


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
