"""`belisha upgrade`: bring the database up to date with the program."""

import argparse

from belisha.cli.arguments import Commands, add_command
from belisha.cli.startup import prepare_database

EPILOG = """\
example:
  pip install --upgrade belisha && belisha upgrade

Stop the site first. The backup is written to the data folder and can be restored with the version of Belisha
that the site had before. On a database that is up to date already, nothing happens.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "upgrade",
        run,
        description="Change the tables of the database to those of this version, after a backup.",
        epilog=EPILOG,
    )
    made.add_argument("--no-backup", action="store_true", help="take no backup first")


def run(args: argparse.Namespace) -> int:
    """Upgrade the database. Raise UsageError if it is of a newer Belisha."""
    prepare_database(upgrade=True, backup=not args.no_backup)
    print("The database is up to date.")
    return 0
