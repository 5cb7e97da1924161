"""`belisha backup`: everything that the installation keeps, in one file, while it is in use."""

import argparse
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from belisha import __version__
from belisha.cli.arguments import Commands, add_command
from belisha.cli.failing import Misused
from belisha.cli.serving import database_told, make_ready

if TYPE_CHECKING:
    from belisha.cli.backups_archive import Manifest, Writing

EPILOG = """\
examples:
  belisha backup belisha-2026-11-21.backup
  belisha verify belisha-2026-11-21.backup
  belisha restore belisha-2026-11-21.backup --verify

The site may be in use: the backup is of one moment, and nobody waits for it. It is the same file from SQLite
and from PostgreSQL. It holds names, addresses and the site's keys: keep it as you keep those.
"""
NOT_COPIED = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal", ".part", ".restored")


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "backup",
        run,
        summary="copy the whole installation into one file",
        description="Copy the database, the files of the data folder and the site's keys into one file.",
        epilog=EPILOG,
    )
    made.add_argument("file", type=Path, metavar="FILE", help="the file to write; it must not be there yet")


def run(given: argparse.Namespace) -> int:
    """Write the backup: all of it, or nothing."""
    make_ready()
    from django.conf import settings  # noqa: PLC0415

    from belisha.audit.snapshot import snapshot  # noqa: PLC0415
    from belisha.cli.backups_archive import new_archive  # noqa: PLC0415

    folder = Path(settings.DATA_DIR)
    with database_told():
        check_up_to_date()
        with snapshot() as using, new_archive(given.file, _manifest(using)) as archive:
            _tables(archive, using)
            _files(archive, folder, given.file)
    manifest = archive.manifest
    size = given.file.stat().st_size / 1_000_000
    print(
        f"{given.file}: {len(manifest.rows)} tables, {sum(manifest.rows.values())} rows, "
        f"{sum(name.startswith('files/') for name in manifest.sums)} files, {size:.1f} MB."
    )
    if "files/secret.key" in manifest.sums and not os.environ.get("BELISHA_SECRET_KEY"):
        print("It holds the site’s secret key, and people’s names and addresses: keep it locked away.")
    else:
        print(
            "The secret key comes from BELISHA_SECRET_KEY and is not in it: keep that too, apart from this."
        )
    return 0


def check_up_to_date() -> None:
    """Misused where the database is not of this version: its rows could not be read rightly."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Misused("the database is not of this version of Belisha; `belisha serve` brings it up to date")


def _manifest(using: str) -> "Manifest":
    from django.db import connections  # noqa: PLC0415
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415

    from belisha.audit.models import Head  # noqa: PLC0415
    from belisha.cli.backups_archive import Manifest  # noqa: PLC0415

    migrations: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connections[using]).applied_migrations()):
        migrations.setdefault(app, []).append(name)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(made_at, __version__, connections[using].vendor, migrations)
    for head in Head.objects.using(using):
        manifest.chains[str(head.chain)] = (head.number, head.hash)
    return manifest


def _tables(archive: "Writing", using: str) -> None:
    from django.apps import apps  # noqa: PLC0415

    from belisha.cli.backups_archive import TABLES  # noqa: PLC0415
    from belisha.cli.backups_rows import last_id, lines_of, models_of  # noqa: PLC0415

    for table, model in models_of(apps).items():
        archive.manifest.rows[table] = -1  # the first line is no row

        def counted(table: str = table, model: type = model) -> Iterator[bytes]:
            for line in lines_of(model, using):
                archive.manifest.rows[table] += 1
                yield line

        archive.add(f"{TABLES}{table}.jsonl", counted())
        archive.manifest.last_ids[table] = last_id(model, using)


def _files(archive: "Writing", folder: Path, own: Path) -> None:
    """The files of the data folder, but databases and what is half written. Links are not followed."""
    from belisha.cli.backups_archive import FILES, PIECE  # noqa: PLC0415

    def pieces(file: Path) -> Iterator[bytes]:
        with file.open("rb") as opened:
            while piece := opened.read(PIECE):
                yield piece

    for file in sorted(folder.rglob("*")):
        is_own = own.exists() and file.samefile(own)
        is_backup = file.suffix == ".backup" and file.parent == folder
        if file.is_symlink() or not file.is_file() or file.name.endswith(NOT_COPIED) or is_own or is_backup:
            continue
        archive.add(f"{FILES}{file.relative_to(folder).as_posix()}", pieces(file))
