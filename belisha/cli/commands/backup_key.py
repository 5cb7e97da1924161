"""`belisha backup-key`: make a pair of keys for encrypted backups."""

import argparse
import os
from pathlib import Path

from belisha.cli.arguments import Commands, add_command

EPILOG = """\
example:
  belisha backup-key /media/usb/belisha-backup.key

The public key encrypts (`belisha backup --to`) and may be known to everybody. Only the private key opens a
backup (`belisha restore --private-key`). Keep it away from the machine that makes the backups.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "backup-key",
        run,
        description="Write a new private key to a file and print the public key that belongs to it.",
        epilog=EPILOG,
    )
    made.add_argument("file", type=Path, metavar="FILE", help="where to write the private key; a new file")


def run(args: argparse.Namespace) -> int:
    """Write the private key, readable by its owner only, and print the public key."""
    from belisha.cli.backup.encryption import new_key_pair  # noqa: PLC0415 - for this command alone

    private, public = new_key_pair()
    handle = os.open(args.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(private + "\n")
    print(public)
    return 0
