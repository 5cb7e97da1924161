"""`belisha serve`: serve the site on the database that the settings name."""

import argparse

from belisha.cli.arguments import Commands, add_command, count_of
from belisha.cli.commands.begin import print_setup_code
from belisha.cli.commands.sweep import seconds_of
from belisha.cli.server import check_free, serve, use_address_in_links
from belisha.cli.startup import (
    check_settings,
    explain_database_errors,
    prepare_database,
    raise_the_wall,
)

EPILOG = """\
examples:
  belisha serve
  BELISHA_HOSTS=policy.example.org belisha serve --bind 127.0.0.1:9000 --workers 4

The settings come from the environment (BELISHA_DATABASE_URL, BELISHA_HOSTS, ...): docs/reference/settings.md.
An empty database is set up. An older one is refused until `belisha upgrade`, or --upgrade, has brought it up
to date; a newer one is always refused. Stop with Ctrl-C or SIGTERM.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "serve",
        run,
        description="Serve the site on the database that the settings name.",
        epilog=EPILOG,
    )
    made.add_argument(
        "--bind",
        default="127.0.0.1:8000",
        metavar="ADDRESS:PORT",
        help="where to listen (default: 127.0.0.1:8000)",
    )
    made.add_argument("--workers", type=count_of, default=2, metavar="N", help="processes (default: 2)")
    made.add_argument(
        "--sweep-every",
        type=time_or_never,
        default="15m",
        metavar="TIME",
        help="how often to open duties and remind people; `never` leaves it to `belisha sweep` "
        "(default: 15m)",
    )
    made.add_argument(
        "--upgrade", action="store_true", help="first bring an older database up to date, after a backup"
    )


def time_or_never(word: str) -> str:
    """Return a time as `belisha sweep --every` takes it, or "" for `never`."""
    if word == "never":
        return ""
    seconds_of(word)
    return word


def run(args: argparse.Namespace) -> int:
    """Create the tables of an empty database, and serve until stopped."""
    check_free(args.bind)
    use_address_in_links(args.bind)
    prepare_database(upgrade=args.upgrade)
    check_settings()
    print(f"Belisha on http://{args.bind}/", flush=True)
    with explain_database_errors():
        raise_the_wall()
        print_setup_code(args.bind)
    return serve(args.bind, workers=args.workers, sweep_every=args.sweep_every)
