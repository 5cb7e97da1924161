"""`belisha serve`: the site, on the database that the settings name."""

import argparse

from belisha.cli.serving import prepare, serve

EPILOG = """\
The settings come from the environment (BELISHA_DATABASE_URL, BELISHA_HOSTS, ...): docs/reference/settings.md.
The database is brought up to date first. Stop with Ctrl-C or SIGTERM.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    made = commands.add_parser(
        "serve",
        help="serve the site",
        description="Serve the site on the database that the settings name.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--bind", default="127.0.0.1:8000", metavar="ADDRESS:PORT", help="where to listen (default: 127.0.0.1:8000)")
    made.add_argument("--workers", type=int, default=2, metavar="N", help="processes (default: 2)")
    made.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Bring the database up to date and serve until stopped."""
    prepare()
    print(f"Belisha on http://{given.bind}/", flush=True)
    return serve(given.bind, workers=given.workers)
