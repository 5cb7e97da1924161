"""The file of a backup: a zip of tables as JSON lines, of files, and of a manifest that comes last.

    tables/people_user.jsonl     a line with the columns, then a line for each row, by primary key
    files/secret.key             the files of the data folder
    manifest.json                what the others are: checksums, rows, migrations, where each chain ends

The manifest is written last and holds the SHA-256 of every other member, so that a file that was cut short,
or in which a letter was changed, is refused before anything is read from it into a database.
"""

import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

KIND = "belisha backup 1"
MANIFEST = "manifest.json"
TABLES, FILES = "tables/", "files/"
PIECE = 1 << 20
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError),
)
"""What reading a zip raises where a byte of it is another: it looks at it in many ways."""


class DamagedError(Exception):
    """The file is no backup, or is not as it was written. The message is a sentence."""


@dataclass(slots=True)
class Manifest:
    """What a backup holds. `rows` are counts by table, `sums` SHA-256 by member, `chains` (number, hash)."""

    made_at: str
    version: str
    vendor: str
    migrations: dict[str, list[str]]
    kind: str = KIND
    rows: dict[str, int] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)
    last_ids: dict[str, int] = field(default_factory=dict)
    chains: dict[str, tuple[int, str]] = field(default_factory=dict)


class Writing:
    """A backup that is being written."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.archive = archive
        self.manifest = manifest

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a member and note its checksum."""
        told = hashlib.sha256()
        member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        with self.archive.open(member, "w", force_zip64=True) as out:
            for piece in pieces:
                told.update(piece)
                out.write(piece)
        self.manifest.sums[name] = told.hexdigest()


@contextmanager
def new_archive(file: Path, manifest: Manifest) -> Iterator[Writing]:
    """Write a backup to `file`, for its owner alone: all of it, or nothing. FileExistsError if it exists."""
    if file.exists():
        raise FileExistsError(17, "there is a file of this name already", str(file))
    draft = file.with_name(f"{file.name}.{os.getpid()}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                yield Writing(archive, manifest)
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """A backup whose every member has been compared with its checksum."""

    archive: zipfile.ZipFile
    manifest: Manifest

    def lines(self, table: str) -> Iterator[list[Any]]:
        """The table's columns, then its rows."""
        with self.archive.open(f"{TABLES}{table}.jsonl") as lines:
            for line in lines:
                yield json.loads(line)

    def files(self) -> list[PurePosixPath]:
        """The files of the data folder, as paths within it."""
        return [
            PurePosixPath(name.removeprefix(FILES)) for name in self.manifest.sums if name.startswith(FILES)
        ]

    def open_file(self, name: PurePosixPath) -> BinaryIO:
        """One of `files`, to be read."""
        return self.archive.open(f"{FILES}{name}")  # type: ignore[return-value]


@contextmanager
def open_archive(file: Path) -> Iterator[Reading]:
    """A backup to read from, checked from end to end. DamagedError where it is not whole."""
    with file.open("rb") as opened:
        try:
            archive = zipfile.ZipFile(opened)
        except BROKEN:
            raise DamagedError(
                f"`{file}` is not a whole backup: it was cut short, or it is another file."
            ) from None
        with archive:
            try:
                manifest = _manifest(archive, file)
                for name, told in manifest.sums.items():
                    _compare(archive, name, told, file)
            except BROKEN as error:
                raise DamagedError(f"`{file}` is damaged: {error}.") from error
            yield Reading(archive, manifest)


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    try:
        stated = json.loads(archive.read(MANIFEST))
        kind = stated["kind"]
        manifest = Manifest(**stated) if kind == KIND else None
    except (KeyError, TypeError, *BROKEN):
        raise DamagedError(f"`{file}` is not a backup of Belisha, or its manifest is damaged.") from None
    if manifest is None:
        raise DamagedError(f"`{file}` is of the kind `{kind}`; this Belisha reads `{KIND}`.")
    held = [name for name in archive.namelist() if name != MANIFEST]
    if sorted(held) != sorted(manifest.sums) or archive.namelist().count(MANIFEST) != 1:
        raise DamagedError(f"`{file}` does not hold what its manifest says.")
    for name in held:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not name.startswith((TABLES, FILES)):
            raise DamagedError(f"`{file}` holds `{name}`, which no backup does.")
    return manifest


def _compare(archive: zipfile.ZipFile, name: str, told: str, file: Path) -> None:
    found = hashlib.sha256()
    with archive.open(name) as member:
        while piece := member.read(PIECE):
            found.update(piece)
    if found.hexdigest() != told:
        raise DamagedError(f"`{file}` is damaged: `{name}` is not what was written.")
