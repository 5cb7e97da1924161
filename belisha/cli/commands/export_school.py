"""`belisha export-school`: write one whole school into one encrypted file, to move it elsewhere."""

import argparse
from pathlib import Path

from belisha.cli.arguments import Commands, add_command
from belisha.cli.commands.close_school import address_of
from belisha.cli.errors import UsageError
from belisha.cli.startup import check_current_database, explain_database_errors, set_up_django

EPILOG = """\
examples:
  belisha export-school grange grange.school --to belisha-backup-public-...    (see `belisha backup-key`)
  belisha export-school grange grange.school --passphrase-file words.txt
  belisha import-school grange.school --private-key new-place.key              (at the new place)

The file holds every row, text, file and key of the school and the people whom they name. So it is always
encrypted. The site may stay in use; what is written after the export does not move. The school here is left
as it is, unless `--moved-to` closes it at once (see `belisha close-school`).
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "export-school",
        run,
        description="Write a whole school into one encrypted file, to import it at another installation.",
        epilog=EPILOG,
    )
    made.add_argument("school", metavar="SCHOOL", help="its name in addresses: /s/SCHOOL/")
    made.add_argument("file", type=Path, metavar="FILE", help="the file to write; it must not exist yet")
    made.add_argument("--to", metavar="PUBLIC-KEY", help="encrypt it for the holder of the private key")
    made.add_argument(
        "--moved-to", metavar="ADDRESS", help="close the school here, and say that it is at this address now"
    )
    made.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="encrypt it with the first line of this file"
    )


def run(args: argparse.Namespace) -> int:
    """Write the export: all of it or nothing."""
    set_up_django()
    from belisha.cli.backup.encryption import LockedError, Secret, read_secret_file  # noqa: PLC0415
    from belisha.cli.moving.closing import ClosingError, close_school  # noqa: PLC0415
    from belisha.cli.moving.leaving import LeavingError, export_school  # noqa: PLC0415 - needs Django
    from belisha.people.models import School  # noqa: PLC0415

    moved_to = address_of(args.moved_to) if args.moved_to else ""
    if bool(args.to) == bool(args.passphrase_file):
        raise UsageError(
            "the export holds the keys of all that the school keeps: encrypt it, with --to or "
            "--passphrase-file, one of the two"
        )
    with explain_database_errors():
        check_current_database()
        school = School.objects.filter(slug=args.school).first()
        if school is None:
            raise UsageError(f"there is no school `{args.school}`; it is the word after /s/ in addresses")
        try:
            passphrase = read_secret_file(args.passphrase_file) if args.passphrase_file else ""
            secret = Secret(passphrase=passphrase, public_key=args.to or "")
            about = export_school(school, args.file, secret, told=_told)
            if moved_to:
                close_school(school, moved_to)
        except (LockedError, LeavingError, ClosingError) as error:
            raise UsageError(str(error)) from None
        except FileExistsError:
            raise UsageError(f"`{args.file}` is there already; it is not overwritten") from None
    size = args.file.stat().st_size / 1_000_000
    print(f"{args.file}: {about['name']}, {about['people']} people, {size:.1f} MB. It is encrypted.")
    if moved_to:
        print(f"{school.name} is closed here. Visitors are told that it is at {moved_to}.")
    if about["unread"]:
        print(f"{about['unread']} texts, keys or files could not be read here, and go empty.")
    return 0


def _told(line: str) -> None:
    print(f"  {line}", flush=True)
