"""`belisha close-school`: close a school here that has moved to another site, or open it again."""

import argparse

from belisha.cli.arguments import Commands, add_command
from belisha.cli.errors import UsageError
from belisha.cli.startup import check_current_database, explain_database_errors, set_up_django

EPILOG = """\
examples:
  belisha close-school grange --moved-to https://policy.hazel.example/s/grange/
  belisha close-school grange --open-again

Everybody who comes to the school here is told where it is now. Its own people can sign in and read what is
here; nothing is changed, nobody is reminded, and nothing is sent. Its data stays until its periods are over:
disposal is done by the host then, who opens the school again for it.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "close-school",
        run,
        description="Close a school here that has moved to another site.",
        epilog=EPILOG,
    )
    made.add_argument("school", metavar="SCHOOL", help="its name in addresses: /s/SCHOOL/")
    choice = made.add_mutually_exclusive_group(required=True)
    choice.add_argument("--moved-to", metavar="ADDRESS", help="the https address where it is now")
    choice.add_argument("--open-again", action="store_true", help="undo it")


def run(args: argparse.Namespace) -> int:
    """Close the school, or open it."""
    set_up_django()
    from belisha.cli.moving.closing import ClosingError, close_school, open_school  # noqa: PLC0415
    from belisha.people.models import School  # noqa: PLC0415 - needs Django

    with explain_database_errors():
        check_current_database()
        school = School.objects.filter(slug=args.school).first()
        if school is None:
            raise UsageError(f"there is no school `{args.school}`; it is the word after /s/ in addresses")
        try:
            if args.open_again:
                open_school(school)
                print(f"{school.name} is open here again.")
            else:
                close_school(school, address_of(args.moved_to))
                print(f"{school.name} is closed here. Visitors are told that it is at {args.moved_to}.")
        except ClosingError as error:
            raise UsageError(str(error)) from None
    return 0


def address_of(given: str) -> str:
    """Return the address where a school is now. Raise UsageError if nobody could follow it."""
    from django.core.exceptions import ValidationError  # noqa: PLC0415 - needs Django
    from django.core.validators import URLValidator  # noqa: PLC0415

    try:
        URLValidator(schemes=["https"])(given)
    except ValidationError:
        raise UsageError(f"`{given}` is no address that begins with https://") from None
    return given
