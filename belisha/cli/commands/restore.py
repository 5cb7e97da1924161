"""`belisha restore`: replace what the installation holds by a backup, all of it or nothing."""

import argparse
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from belisha.cli.arguments import Commands, add_command
from belisha.cli.errors import EXIT_NEGATIVE, UsageError
from belisha.cli.startup import explain_database_errors, set_up_django

if TYPE_CHECKING:
    from belisha.cli.backup.archive import BackupReader
    from belisha.cli.backup.data_folder import FolderChange
    from belisha.cli.backup.encryption import Secret

EPILOG = """\
examples:
  belisha restore belisha-2026-11-21.backup --rehearse
  belisha restore belisha-2026-11-21.backup --verify
  belisha restore belisha-2026-11-21.backup --verify --replace
  BELISHA_DATABASE_URL=postgres://belisha@127.0.0.1/belisha belisha restore from-sqlite.backup --verify

Stop the site first; --rehearse needs no stop, as it restores into a database and a folder of its own and
removes them. The whole backup is checked before anything is changed, and the database changes in one
transaction: after a full disk or a kill, what was there before is still there. A backup from an older Belisha
is brought up to date; one from a newer Belisha is refused. Everybody must sign in again afterwards.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "restore",
        run,
        description="Restore a backup into the database that the settings name and the data folder.",
        epilog=EPILOG,
    )
    made.add_argument("file", type=Path, metavar="FILE", help="a file written by `belisha backup`")
    made.add_argument(
        "--verify", action="store_true", help="read everything back and check the record before committing"
    )
    made.add_argument(
        "--replace", action="store_true", help="restore even if the installation holds schools or people"
    )
    made.add_argument(
        "--rehearse", action="store_true", help="restore and verify in a place of its own, then remove it"
    )
    made.add_argument("--keys", type=Path, metavar="FILE", help="the keys that `backup --keys` wrote")
    add_secrets(made)


def add_secrets(made: argparse.ArgumentParser) -> None:
    """Add the arguments that open an encrypted backup."""
    made.add_argument(
        "--private-key", type=Path, metavar="FILE", help="the private key that opens an encrypted backup"
    )
    made.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="a file whose first line opens the backup"
    )


def secret_of(args: argparse.Namespace) -> "Secret":
    """Return what the arguments give to open a backup. Raise UsageError if a file holds nothing."""
    from belisha.cli.backup.encryption import LockedError, Secret, read_secret_file  # noqa: PLC0415

    try:
        return Secret(
            passphrase=read_secret_file(args.passphrase_file) if args.passphrase_file else "",
            private_key=read_secret_file(args.private_key) if args.private_key else "",
        )
    except LockedError as error:
        raise UsageError(str(error)) from None


def run(args: argparse.Namespace) -> int:
    """Restore the backup. Raise UsageError, with nothing changed, if that is not possible."""
    from belisha.cli.backup.archive import DamagedError, open_backup  # noqa: PLC0415

    if args.rehearse:
        from belisha.cli.backup.rehearsal import rehearse  # noqa: PLC0415

        return 0 if rehearse(args.file, _passed_on(args)) else EXIT_NEGATIVE
    try:
        with open_backup(args.file, secret_of(args)) as archive:
            set_up_django()
            with explain_database_errors():
                return _restore(archive, _keys(args.keys), verify=args.verify, replace=args.replace)
    except DamagedError as error:
        raise UsageError(f"{error} Nothing was changed") from None


def _passed_on(args: argparse.Namespace) -> list[str]:
    """Return the arguments that a rehearsal needs too."""
    given = (
        ("--keys", args.keys),
        ("--private-key", args.private_key),
        ("--passphrase-file", args.passphrase_file),
    )
    return [word for name, file in given if file for word in (name, str(file.resolve()))]


def _keys(file: Path | None) -> Mapping[str, bytes]:
    if file is None:
        return {}
    from belisha.cli.backup.create import read_keys  # noqa: PLC0415 - needs Django's settings

    try:
        return read_keys(file)
    except ValueError as error:
        raise UsageError(f"`{file}` cannot be used: {error}") from None


def _restore(archive: "BackupReader", keys: Mapping[str, bytes], *, verify: bool, replace: bool) -> int:
    from django.conf import settings  # noqa: PLC0415 - needs Django to be set up
    from django.db import connection  # noqa: PLC0415

    from belisha.cli.backup.data_folder import FolderChange, RestoreRunningError  # noqa: PLC0415
    from belisha.cli.backup.restore import rebuild  # noqa: PLC0415

    _check_versions(archive)
    change = FolderChange(Path(settings.DATA_DIR), archive, keys)
    _check_keys(archive, change)
    if not replace:
        _check_empty(change)
    known = [*change.keys, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    try:
        with change:
            events = rebuild(archive, connection, token=change.token, verify=verify, keys=known)
    except RestoreRunningError:
        raise UsageError("another restore into this data folder is running") from None
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


def _check_versions(archive: "BackupReader") -> None:
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    from belisha.cli.backup.versions import unknown_migration  # noqa: PLC0415

    loader = MigrationLoader(connection)
    stated = {(app, name) for app, names in archive.manifest.migrations.items() for name in names}
    unknown = unknown_migration(loader, stated)
    if unknown:
        message = (
            f"the backup is of a newer Belisha ({archive.manifest.version}): this one does not know "
            f"`{unknown}`. Bring Belisha up to date first. Nothing was changed"
        )
        raise UsageError(message)
    unknown = unknown_migration(loader, set(loader.applied_migrations))
    if unknown:
        raise UsageError(f"the database is of a newer Belisha: this one does not know `{unknown}`")


def _check_keys(archive: "BackupReader", change: "FolderChange") -> None:
    if archive.manifest.keys_apart and not change.keys and not os.environ.get("BELISHA_SECRET_KEY"):
        raise UsageError(
            "the keys of this backup were written to a file of their own: give it with --keys FILE. "
            "Nothing was changed"
        )


def _check_empty(change: "FolderChange") -> None:
    from belisha.cli.backup.restore import content  # noqa: PLC0415

    there = [*content(), *change.overwritten]
    if there:
        raise UsageError(
            f"this installation is not empty: it holds {', '.join(there)}. With --replace the backup takes "
            "their place; take a backup of them first. Nothing was changed"
        )
