"""`belisha import-school`: take in a school that another installation exported."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from belisha.cli.arguments import Commands, add_command
from belisha.cli.commands.restore import add_secrets, secret_of
from belisha.cli.errors import UsageError
from belisha.cli.startup import explain_database_errors, prepare_database

if TYPE_CHECKING:
    from belisha.cli.backup.archive import BackupReader

EPILOG = """\
examples:
  belisha import-school grange.school --private-key new-place.key
  belisha import-school grange.school --passphrase-file words.txt --slug grange-primary

The whole file is checked first, and the school comes in with one transaction, beside the schools that are
here: after a kill or a full disk there is nothing of it. Its rows get new ids; its record goes on, and
`belisha verify` compares it with the original. On SQLite nobody can save anything meanwhile.
Whoever signed in with an account of another school is invited again. Keys and files are encrypted anew.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "import-school",
        run,
        description="Take in a school that `belisha export-school` wrote at another installation.",
        epilog=EPILOG,
    )
    made.add_argument("file", type=Path, metavar="FILE", help="a file written by `belisha export-school`")
    made.add_argument("--slug", default="", metavar="NAME", help="another name in addresses: /s/NAME/")
    add_secrets(made)


def run(args: argparse.Namespace) -> int:
    """Import the school. Raise UsageError, with nothing changed, if that is not possible."""
    prepare_database()
    from belisha.cli.backup.archive import DamagedError, open_backup  # noqa: PLC0415
    from belisha.cli.moving.leaving import KIND  # noqa: PLC0415 - needs Django to be set up

    try:
        with open_backup(args.file, secret_of(args), kind=KIND) as archive, explain_database_errors():
            return _import(archive, args.slug)
    except DamagedError as error:
        raise UsageError(f"{error} Nothing was changed") from None


def _import(archive: "BackupReader", slug: str) -> int:
    from django.conf import settings  # noqa: PLC0415 - needs Django to be set up

    from belisha.cli.moving.arriving import ArrivingError, import_school  # noqa: PLC0415

    try:
        arrived = import_school(archive, slug=slug, told=_told)
    except ArrivingError as error:
        raise UsageError(str(error)) from None
    print(f"{arrived.school.name} is at /s/{arrived.school.slug}/, with {arrived.rows} rows.")
    print(f"Its ids are those of before and {arrived.offset}. `belisha verify` compares its record.")
    if arrived.links and settings.EMAIL_HOST:
        print(f"{len(arrived.links)} people are invited by e-mail: they signed in for another school before.")
    elif arrived.links:
        print("These people signed in for another school before. Send each their own link, and no other:")
        for name, link in arrived.links:
            print(f"  {name}: {link}")
    return 0


def _told(line: str) -> None:
    print(f"  {line}", flush=True)
