"""Put the files of a backup into the data folder, around the change of the database.

The new files wait in `.restore/` beside a journal, until the database has changed. A restore that was killed
is finished or undone by the next command: the database itself says whether it had changed.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import BinaryIO

from belisha.cli.backup.archive import BackupReader

KEY = "secret.key"
WORK, JOURNAL, LOCK, DRAFTS = ".restore", "journal.json", "lock", "files"


class RestoreRunningError(Exception):
    """Another process is restoring into this data folder."""


class FolderChange:
    """Lay the backup's files ready, and move them into place when the database has changed.

    Inside the context `secret.key` holds both keys, the former first: if the process is killed, either
    database can be read. An exception leaves the folder as it was. `token` names the restore in the database.
    """

    def __init__(self, folder: Path, archive: BackupReader, keys: Mapping[str, bytes]) -> None:
        self.folder = folder
        self.token = token_hex(8)
        self._archive = archive
        self._apart = dict(keys)
        self._names = sorted({*map(str, archive.files()), *keys})
        self.keys = self._open(KEY).read().decode("ascii").split() if KEY in self._names else []
        self.former = _first_key(folder)

    @property
    def overwritten(self) -> list[str]:
        """Return existing files with other content, except the key, which every first start creates."""
        return [f"the file {name}" for name in self._names if name != KEY and self._differs(name)]

    def __enter__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        work = self.folder / WORK
        work.mkdir(mode=0o700, exist_ok=True)
        self._lock = _locked(work)
        try:
            for name in self._names:
                with self._open(name) as source, _new(work / DRAFTS / name) as out:
                    shutil.copyfileobj(source, out)
            journal = {"token": self.token, "former": self.former, "names": self._names}
            _write(work / JOURNAL, json.dumps(journal).encode())
            if self.keys:
                _write_keys(self.folder, [self.former, *self.keys])
        except BaseException:
            self._end(is_done=False)
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(is_done=kind is None)

    def _end(self, *, is_done: bool) -> None:
        _close(self.folder, self._names, self.former, is_done=is_done)
        self._lock.close()

    def _open(self, name: str) -> BinaryIO:
        if name in self._apart:
            return BytesIO(self._apart[name])
        return self._archive.open_file(next(each for each in self._archive.files() if str(each) == name))

    def _differs(self, name: str) -> bool:
        target = self.folder / name
        if not target.exists():
            return False
        with self._open(name) as source:
            return source.read() != target.read_bytes()


def is_interrupted(folder: Path) -> bool:
    """Return whether a restore into this folder was begun and not ended."""
    return (folder / WORK).is_dir()


def finish_interrupted(folder: Path, has_changed: Callable[[str], bool]) -> None:
    """Finish or undo a restore that was killed. `has_changed(token)`: whether its database was committed.

    Raise RestoreRunningError if it is still running.
    """
    work = folder / WORK
    lock = _locked(work)
    try:
        journal = json.loads((work / JOURNAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        journal = None  # it was killed before anything else in the folder changed
    if journal is None:
        shutil.rmtree(work)
    else:
        _close(folder, journal["names"], journal["former"], is_done=has_changed(journal["token"]))
    lock.close()


def _close(folder: Path, names: list[str], former: str, *, is_done: bool) -> None:
    """Move the new files into place, or put the former key back; then remove what the restore has left."""
    drafts = folder / WORK / DRAFTS
    if is_done:
        for name in names:
            if (drafts / name).exists():  # it may have been moved before the process was killed
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (drafts / name).replace(folder / name)
    elif former:
        _write_keys(folder, [former])
    elif KEY in names:
        (folder / KEY).unlink(missing_ok=True)
    shutil.rmtree(folder / WORK)


def _locked(work: Path) -> BinaryIO:
    """Return the open lock file of a restore, held until it is closed or the process ends."""
    lock = (work / LOCK).open("wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise RestoreRunningError from None
    return lock


def _write_keys(folder: Path, keys: list[str]) -> None:
    """Write the keys, one a line without duplicates, atomically."""
    draft = folder / WORK / KEY
    _write(draft, "".join(f"{key}\n" for key in dict.fromkeys(filter(None, keys))).encode("ascii"))
    draft.replace(folder / KEY)


def _write(file: Path, content: bytes) -> None:
    with _new(file) as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _new(file: Path) -> BinaryIO:
    file.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        file.unlink()
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _first_key(folder: Path) -> str:
    file = folder / KEY
    return file.read_text(encoding="ascii").split()[0] if file.exists() else ""
