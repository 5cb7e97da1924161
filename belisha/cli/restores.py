"""`belisha restore`: puts a backup in the place of what the installation holds, all of it or nothing."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from belisha.cli.arguments import Commands, add_command
from belisha.cli.backups_archive import DamagedError, Reading, open_archive
from belisha.cli.failing import Misused
from belisha.cli.serving import database_told, make_ready

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader

EPILOG = """\
examples:
  belisha restore belisha-2026-11-21.backup --verify
  belisha restore belisha-2026-11-21.backup --verify --replace
  BELISHA_DATABASE_URL=postgres://belisha@127.0.0.1/belisha belisha restore from-sqlite.backup --verify

Stop the site first. The whole backup is checked before anything is touched, and the database changes in one
transaction: whatever goes wrong, a full disk or a kill, what was there before is still there. A backup of an
older Belisha is brought up to date; one of a newer Belisha is refused. Everybody signs in again afterwards.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "restore",
        run,
        summary="put a backup in the place of what is there",
        description="Put a backup into the database that the settings name, its files into the data folder.",
        epilog=EPILOG,
    )
    made.add_argument("file", type=Path, metavar="FILE", help="what `belisha backup` wrote")
    made.add_argument(
        "--verify", action="store_true", help="read everything back and check the record before it counts"
    )
    made.add_argument(
        "--replace", action="store_true", help="do it although the installation holds schools or people"
    )


def run(given: argparse.Namespace) -> int:
    """Restore the backup. Misused, with nothing changed, where that cannot be done."""
    try:
        with open_archive(given.file) as archive:
            make_ready()
            with database_told():
                return _restore(archive, verify=given.verify, replace=given.replace)
    except DamagedError as error:
        raise Misused(f"{error} Nothing was changed") from None


def _restore(archive: Reading, *, verify: bool, replace: bool) -> int:
    from django.conf import settings  # noqa: PLC0415 - needs Django to be ready
    from django.db import connection  # noqa: PLC0415

    from belisha.cli.restores_files import FolderChange  # noqa: PLC0415
    from belisha.cli.restores_tables import rebuild  # noqa: PLC0415

    _check_not_newer(archive)
    change = FolderChange(Path(settings.DATA_DIR), archive)
    if not replace:
        _check_empty(change)
    keys = [*change.keys, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    with change:
        events = rebuild(archive, connection, verify=verify, keys=keys)
    manifest = archive.manifest
    print(
        f"Restored the backup of {manifest.made_at}: {len(manifest.rows)} tables, "
        f"{sum(manifest.rows.values())} rows, {len(archive.files())} files."
    )
    if verify:
        print(
            f"Read back and compared; the record, {events} events in {len(manifest.chains)} chains, is whole."
        )
    if change.keys and settings.SECRET_KEY not in (change.keys[0], change.former):
        print("The site’s key comes from BELISHA_SECRET_KEY and is not the backup’s: name that one in")
        print("BELISHA_SECRET_KEYS_OLD, or second factors and seals cannot be read. It is in secret.key.")
    return 0


def _check_not_newer(archive: Reading) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    loader = MigrationLoader(connection)
    stated = {(app, name) for app, names in archive.manifest.migrations.items() for name in names}
    unknown = _unknown(loader, stated)
    if unknown:
        message = (
            f"the backup is of a newer Belisha ({archive.manifest.version}): this one does not know "
            f"`{unknown}`. Bring Belisha up to date first. Nothing was changed"
        )
        raise Misused(message)
    unknown = _unknown(loader, set(loader.applied_migrations))
    if unknown:
        raise Misused(f"the database is of a newer Belisha: this one does not know `{unknown}`")


def _unknown(loader: "MigrationLoader", migrations: set[tuple[str, str]]) -> str:
    strange = sorted(migrations - set(loader.disk_migrations))
    return ".".join(strange[0]) if strange else ""


def _check_empty(change: "FolderChange") -> None:  # type: ignore[name-defined] # noqa: F821
    from belisha.cli.restores_tables import content  # noqa: PLC0415

    there = [*content(), *change.overwritten]
    if there:
        raise Misused(
            f"this installation is not empty: it holds {', '.join(there)}. With --replace the backup takes "
            "their place; take a backup of them first. Nothing was changed"
        )
