"""`belisha end-sessions`: sign one person out everywhere, or everybody."""

import argparse

from belisha.cli.arguments import Commands, add_command
from belisha.cli.errors import EXIT_NEGATIVE, UsageError
from belisha.cli.startup import check_current_database, explain_database_errors, set_up_django

EPILOG = """\
examples:
  belisha end-sessions headteacher@grange.example
  belisha end-sessions --everybody

For when a phone was stolen, or keys or a backup may be in wrong hands. Nothing else changes: people sign in
again with their password and second factor. It is on the record of the schools. Exit status: 1 if nobody was
signed in.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands, "end-sessions", run, description="Sign people out on every device.", epilog=EPILOG
    )
    who = made.add_mutually_exclusive_group(required=True)
    who.add_argument(
        "address", metavar="ADDRESS", nargs="?", help="the e-mail address that the person signs in with"
    )
    who.add_argument("--everybody", action="store_true", help="everybody at every school")


def run(args: argparse.Namespace) -> int:
    """End the sessions and say how many. Raise UsageError if nobody has the address."""
    set_up_django()
    with explain_database_errors():
        check_current_database()
        from belisha.people.accounts.actions import end_sessions_by_site  # noqa: PLC0415
        from belisha.people.models import User  # noqa: PLC0415 - needs Django to be set up

        users = None
        if args.address:
            users = list(User.objects.filter(email=args.address.strip().lower()).order_by("pk"))
            if not users:
                message = f"nobody signs in as `{args.address}`"
                raise UsageError(message)
        ended = end_sessions_by_site(users=users)
    if not ended:
        print("Nobody was signed in.")
        return EXIT_NEGATIVE
    print(
        f"{ended} session{'s were' if ended > 1 else ' was'} ended. They sign in again when they come back."
    )
    return 0
