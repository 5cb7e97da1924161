"""The backup file: a zip of tables as JSON lines, of files, and of a manifest that comes last.

    tables/people_user.jsonl     a line with the columns, then a line for each row, by primary key
    files/secret.key             the files of the data folder
    manifest.json                checksums, row counts, migrations, the end of each chain

The manifest is written last and holds the SHA-256 of every other member. A file that was cut short or changed
is therefore refused before any of it reaches a database.
"""

import hashlib
import io
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

from belisha.cli.backup.encryption import MAGIC, DecryptingReader, EncryptingWriter, LockedError, Secret

KIND = "belisha backup 1"
MANIFEST = "manifest.json"
TABLES, FILES = "tables/", "files/"
PIECE = 1 << 20
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError),
)
"""Everything that `zipfile` may raise for a damaged file."""


class DamagedError(Exception):
    """The file is not a backup, or is damaged. The message is a sentence."""


@dataclass(slots=True)
class Manifest:
    """The contents of a backup.

    `rows` are counts by table, `sums` SHA-256 by member, `last_ids` the highest id ever given by table,
    `chains` the (number, hash) at which each chain ends. `keys_apart`: the site's keys are in another file.
    """

    made_at: str
    version: str
    vendor: str
    migrations: dict[str, list[str]]
    kind: str = KIND
    rows: dict[str, int] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)
    last_ids: dict[str, int] = field(default_factory=dict)
    chains: dict[str, tuple[int, str]] = field(default_factory=dict)
    keys_apart: bool = False


class BackupWriter:
    """A backup being written."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.archive = archive
        self.manifest = manifest

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a member and record its checksum in the manifest."""
        told = hashlib.sha256()
        member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        with self.archive.open(member, "w", force_zip64=True) as out:
            for piece in pieces:
                told.update(piece)
                out.write(piece)
        self.manifest.sums[name] = told.hexdigest()


@contextmanager
def new_backup(file: Path, manifest: Manifest, secret: Secret | None = None) -> Iterator[BackupWriter]:
    """Write a backup to `file`, readable by its owner only: all of it or nothing; encrypted with a secret.

    Raise FileExistsError if the file exists.
    """
    if file.exists():
        raise FileExistsError(17, "there is a file of this name already", str(file))
    draft = file.with_name(f"{file.name}.{os.getpid()}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            sink = EncryptingWriter(out, secret) if secret else None
            target = io.BufferedWriter(sink, PIECE) if sink else out
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                yield BackupWriter(archive, manifest)
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))
            target.flush()
            if sink:
                sink.finish()
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class BackupReader:
    """A backup of which every member has been compared with its checksum."""

    archive: zipfile.ZipFile
    manifest: Manifest

    def lines(self, table: str) -> Iterator[list[Any]]:
        """Yield the table's column names, then its rows."""
        with self.archive.open(f"{TABLES}{table}.jsonl") as lines:
            for line in lines:
                yield json.loads(line)

    def files(self) -> list[PurePosixPath]:
        """Return the files of the data folder, as paths within it."""
        return [
            PurePosixPath(name.removeprefix(FILES)) for name in self.manifest.sums if name.startswith(FILES)
        ]

    def open_file(self, name: PurePosixPath) -> BinaryIO:
        """Open one of `files` for reading."""
        return self.archive.open(f"{FILES}{name}")  # type: ignore[return-value]


@contextmanager
def open_backup(file: Path, secret: Secret | None = None, *, kind: str = KIND) -> Iterator[BackupReader]:
    """Open a file of this kind and check all of it. Raise DamagedError if it is not whole or is locked."""
    with file.open("rb") as opened, _readable(opened, file, secret or Secret()) as archive:
        try:
            manifest = _manifest(archive, file, kind)
            for name, told in manifest.sums.items():
                _compare(archive, name, told, file)
        except LockedError as error:
            raise DamagedError(f"`{file}` cannot be opened: {error}.") from None
        except BROKEN as error:
            raise DamagedError(f"`{file}` is damaged: {error}.") from error
        yield BackupReader(archive, manifest)


def _readable(opened: BinaryIO, file: Path, secret: Secret) -> zipfile.ZipFile:
    """Return the zip in a file, decrypting it as it is read."""
    is_encrypted = opened.read(len(MAGIC)) == MAGIC
    opened.seek(0)
    try:
        source = io.BufferedReader(DecryptingReader(opened, secret)) if is_encrypted else opened
        return zipfile.ZipFile(source)
    except LockedError as error:
        raise DamagedError(f"`{file}` cannot be opened: {error}.") from None
    except BROKEN:
        raise DamagedError(
            f"`{file}` is not a whole backup: it was cut short, or it is another file."
        ) from None


def _manifest(archive: zipfile.ZipFile, file: Path, wanted: str) -> Manifest:
    try:
        stated = json.loads(archive.read(MANIFEST))
        kind = stated["kind"]
        manifest = Manifest(**stated) if kind == wanted else None
    except (KeyError, TypeError, *BROKEN):
        raise DamagedError(f"`{file}` is not a backup of Belisha, or its manifest is damaged.") from None
    if manifest is None:
        raise DamagedError(f"`{file}` is of the kind `{kind}`; this Belisha reads `{wanted}` here.")
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
