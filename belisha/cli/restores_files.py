"""The files of a backup, put into the data folder around the change of the database."""

import os
import shutil
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO

from belisha.cli.backups_archive import Reading

KEY = "secret.key"


class FolderChange:
    """Lays the backup's files ready, and moves them into place once the database has changed.

    Within, `secret.key` holds both keys, the former first: if the process is killed, whichever data are then
    there can be read. What fails within leaves the folder as it was.
    """

    def __init__(self, folder: Path, archive: Reading) -> None:
        self.folder = folder
        self.archive = archive
        self.names = archive.files()
        self.keys = self._keys()
        self.former = self._read(folder / KEY)

    @property
    def overwritten(self) -> list[str]:
        """The files that are there with other content, but the key: one is made at every first start."""
        return [f"the file {name}" for name in map(str, self.names) if name != KEY and self._differs(name)]

    def __enter__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            for name in self.names:
                with self.archive.open_file(name) as source, self._new(self._draft(str(name))) as out:
                    shutil.copyfileobj(source, out)
            if self.keys:
                self._write_key([self.former, *self.keys])
        except BaseException:
            self._undo()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._undo()
            return
        for name in map(str, self.names):
            self._draft(name).replace(self.folder / name)

    def _undo(self) -> None:
        if self.keys and self.former:
            self._write_key([self.former])
        for name in map(str, self.names):
            self._draft(name).unlink(missing_ok=True)

    def _draft(self, name: str) -> Path:
        target = self.folder / name
        return target.with_name(f"{target.name}.restored")

    def _new(self, file: Path) -> BinaryIO:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    def _write_key(self, keys: list[str]) -> None:
        """Lines without doubles, at once or not at all."""
        draft = self.folder / f"{KEY}.{os.getpid()}"
        with self._new(draft) as out:
            out.write("".join(f"{key}\n" for key in dict.fromkeys(filter(None, keys))).encode("ascii"))
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self.folder / KEY)

    def _keys(self) -> list[str]:
        found = [name for name in self.names if str(name) == KEY]
        return self.archive.open_file(found[0]).read().decode("ascii").split() if found else []

    def _read(self, file: Path) -> str:
        return file.read_text(encoding="ascii").split()[0] if file.exists() else ""

    def _differs(self, name: str) -> bool:
        target = self.folder / name
        if not target.exists():
            return False
        held = self.archive.archive.getinfo(f"files/{name}").file_size
        if target.stat().st_size != held:
            return True
        with self.archive.open_file(PurePosixPath(name)) as source:
            return source.read() != target.read_bytes()
