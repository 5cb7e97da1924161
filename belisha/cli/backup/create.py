"""Write a backup: the database of one moment, the files of the data folder, and the keys or not."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.apps.registry import Apps
from django.apps.registry import apps as installed_apps
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from belisha import __version__
from belisha.audit.models import Head
from belisha.audit.snapshot import snapshot
from belisha.cli.backup.archive import FILES, PIECE, TABLES, BackupWriter, Manifest, new_backup
from belisha.cli.backup.encryption import Secret
from belisha.cli.backup.rows import last_id, lines_of, models_of
from belisha.cli.backup.versions import DatabaseState, apps_of, database_state

NOT_COPIED = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal", ".part", ".sent")
FOLDERS_NOT_COPIED = {
    ".restore": "what an interrupted restore has left",
    "printed": "PDF and Word files, which are made again when somebody asks for them",
    "static": "compressed style and scripts, which are made again",
    "tests": "databases of test runs in a checkout",
    "pictures": "pictures that tests take in a checkout",
}
"""Folders of the data folder that are left out of a backup, and why."""
KEYS = ("secret.key", "seal.key")
KEYS_KIND = "belisha keys 1"


def create_backup(file: Path, *, secret: Secret | None = None, keys: Path | None = None) -> Manifest:
    """Write all of the installation to `file`, encrypted if a secret is given. Return what it holds.

    With `keys`, write the site's keys to that file instead. The database may be older than the program. Raise
    FileExistsError if a file exists already; nothing is left behind if anything fails.
    """
    folder = Path(settings.DATA_DIR)
    state, _ = database_state(connection)
    apps = apps_of(connection) if state is DatabaseState.OLDER else installed_apps
    if keys:
        _write_keys(keys, folder)
    try:
        with snapshot() as using:
            manifest = _manifest(using, keys_apart=keys is not None)
            with new_backup(file, manifest, secret) as archive:
                _tables(archive, using, apps)
                _files(archive, folder, {file, keys} if keys else {file}, with_keys=keys is None)
    except BaseException:
        if keys:
            keys.unlink(missing_ok=True)
        raise
    return manifest


def read_keys(file: Path) -> dict[str, bytes]:
    """Return the keys that `create_backup` wrote apart, by file name. Raise ValueError for another file."""
    held = json.loads(file.read_text(encoding="ascii"))
    if not isinstance(held, dict) or held.get("kind") != KEYS_KIND:
        raise ValueError(f"`{file}` holds no keys of Belisha")
    return {name: str(text).encode("ascii") for name, text in held["files"].items() if name in KEYS}


def _write_keys(file: Path, folder: Path) -> None:
    held = {name: (folder / name).read_text(encoding="ascii") for name in KEYS if (folder / name).is_file()}
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        json.dump({"kind": KEYS_KIND, "files": held}, out, indent=1)


def _manifest(using: str, *, keys_apart: bool) -> Manifest:
    migrations: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connections[using]).applied_migrations()):
        migrations.setdefault(app, []).append(name)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(made_at, __version__, connections[using].vendor, migrations, keys_apart=keys_apart)
    for head in Head.objects.using(using):
        manifest.chains[str(head.chain)] = (head.number, head.hash)
    return manifest


def _tables(archive: BackupWriter, using: str, apps: Apps) -> None:
    for table, model in models_of(apps).items():
        archive.manifest.rows[table] = -1  # the first line holds the columns

        def counted(table: str = table, model: type = model) -> Iterator[bytes]:
            for line in lines_of(model, using):
                archive.manifest.rows[table] += 1
                yield line

        archive.add(f"{TABLES}{table}.jsonl", counted())
        archive.manifest.last_ids[table] = last_id(model, using)


def _files(archive: BackupWriter, folder: Path, own: set[Path], *, with_keys: bool) -> None:
    """Add the files of the data folder, except those that are left out. Links are not followed."""
    for file in sorted(folder.rglob("*")):
        if file.is_symlink() or not file.is_file():
            continue
        name = file.relative_to(folder)
        is_own = any(each.exists() and file.samefile(each) for each in own)
        is_backup = file.suffix == ".backup" and len(name.parts) == 1
        is_key = name.as_posix() in KEYS and not with_keys
        if is_own or is_backup or is_key or file.name.endswith(NOT_COPIED):
            continue
        if name.parts[0] not in FOLDERS_NOT_COPIED:
            archive.add(f"{FILES}{name.as_posix()}", _pieces(file))


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            yield piece
