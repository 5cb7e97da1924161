"""`belisha backup`: copy the whole installation into one file while it is in use."""

import argparse
import os
from pathlib import Path

from belisha.cli.arguments import Commands, add_command
from belisha.cli.errors import UsageError
from belisha.cli.startup import check_not_newer, explain_database_errors, set_up_django

EPILOG = """\
examples:
  belisha backup belisha-2026-11-21.backup
  belisha verify belisha-2026-11-21.backup
  belisha restore belisha-2026-11-21.backup --rehearse
  belisha backup nightly.backup --to belisha-backup-public-...      (see `belisha backup-key`)
  belisha backup nightly.backup --keys /media/usb/belisha.keys

The site may stay in use: the backup shows one moment, and nobody has to wait. SQLite and PostgreSQL give the
same file. It holds names and addresses and, without --keys, the site's keys. Encrypt it, or keep it as safe
as those. PDF files that can be printed again are left out, and so is what is in a bucket (BELISHA_S3_BUCKET).
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "backup",
        run,
        description="Copy the database, the files of the data folder and the site's keys into one file.",
        epilog=EPILOG,
    )
    made.add_argument("file", type=Path, metavar="FILE", help="the file to write; it must not exist yet")
    made.add_argument("--to", metavar="PUBLIC-KEY", help="encrypt it for the holder of the private key")
    made.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="encrypt it with the first line of this file"
    )
    made.add_argument(
        "--keys", type=Path, metavar="FILE", help="write the site's keys to this file instead of the backup"
    )


def run(args: argparse.Namespace) -> int:
    """Write the backup: all of it or nothing."""
    set_up_django()
    from belisha.cli.backup.create import create_backup  # noqa: PLC0415 - needs Django to be set up
    from belisha.cli.backup.encryption import LockedError, Secret, read_secret_file  # noqa: PLC0415

    if args.to and args.passphrase_file:
        raise UsageError("encrypt for a key or with a passphrase, not both: --to or --passphrase-file")
    with explain_database_errors():
        check_not_newer()
        try:
            passphrase = read_secret_file(args.passphrase_file) if args.passphrase_file else ""
            secret = Secret(passphrase=passphrase, public_key=args.to or "")
            manifest = create_backup(args.file, secret=secret, keys=args.keys)
        except LockedError as error:
            raise UsageError(str(error)) from None
    size = args.file.stat().st_size / 1_000_000
    files = sum(name.startswith("files/") for name in manifest.sums)
    rows = sum(manifest.rows.values())
    print(f"{args.file}: {len(manifest.rows)} tables, {rows} rows, {files} files, {size:.1f} MB.")
    print(_advice(is_encrypted=bool(secret), keys=args.keys, has_key="files/secret.key" in manifest.sums))
    return 0


def _advice(*, is_encrypted: bool, keys: Path | None, has_key: bool) -> str:
    if os.environ.get("BELISHA_SECRET_KEY"):
        return "The secret key comes from BELISHA_SECRET_KEY and is not in it: keep that too, elsewhere."
    if keys:
        return f"The site’s keys are in {keys}. Keep them apart from the backup: a restore needs both."
    if is_encrypted:
        return "It is encrypted. Keep what opens it: without that nobody can restore it."
    return (
        "It holds the site’s secret key, and people’s names and addresses: keep it locked away."
        if has_key
        else "It holds people’s names and addresses: keep it locked away."
    )
