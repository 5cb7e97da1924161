"""`belisha serve`: the site, on the database that the settings name."""

import argparse

from belisha.cli.arguments import Commands, add_command, count_of
from belisha.cli.begins import say_how_to_begin
from belisha.cli.serving import check_free, database_told, let_links_lead_to, prepare, serve
from belisha.cli.sweeps import span_of

EPILOG = """\
examples:
  belisha serve
  BELISHA_HOSTS=policy.example.org belisha serve --bind 127.0.0.1:9000 --workers 4

The settings come from the environment (BELISHA_DATABASE_URL, BELISHA_HOSTS, ...): docs/reference/settings.md.
The database is brought up to date first. Stop with Ctrl-C or SIGTERM.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "serve",
        run,
        summary="serve the site",
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
        help="how often to open what is due and to remind people; `never` leaves it to `belisha sweep` "
        "(default: 15m)",
    )


def time_or_never(word: str) -> str:
    """A time as `belisha sweep --every` takes it, or nothing for `never`."""
    if word == "never":
        return ""
    span_of(word)
    return word


def run(given: argparse.Namespace) -> int:
    """Bring the database up to date and serve until stopped."""
    check_free(given.bind)
    let_links_lead_to(given.bind)
    prepare()
    print(f"Belisha on http://{given.bind}/", flush=True)
    with database_told():
        say_how_to_begin(given.bind)
    return serve(given.bind, workers=given.workers, sweep_every=given.sweep_every)
