"""`belisha new-school`: print the setup code for one more school."""

import argparse
from pathlib import Path

from belisha.cli.arguments import Commands, add_command
from belisha.cli.startup import prepare_database

EPILOG = """\
example:
  belisha new-school

Give the code to the person who sets up the school: they enter it at /begin/. It opens one school and can be
used once. The first school of a site needs no command: `belisha serve` prints its code.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    add_command(
        commands,
        "new-school",
        run,
        description="Print the setup code that starts one more school on this site.",
        epilog=EPILOG,
    )


def run(args: argparse.Namespace) -> int:  # noqa: ARG001
    """Print the code. It stays the same until it is used."""
    prepare_database()
    from django.conf import settings  # noqa: PLC0415 - needs Django to be set up

    from belisha.dashboard.setup_code import setup_code  # noqa: PLC0415

    print(f"Setup code: {setup_code(Path(settings.DATA_DIR))}")
    print("Enter it at /begin/ on the site.")
    return 0


def print_setup_code(address: str) -> None:
    """Print where to start the first school, and its setup code, if the site has no school yet."""
    from django.conf import settings  # noqa: PLC0415

    from belisha.dashboard.setup_code import setup_code  # noqa: PLC0415
    from belisha.people.models import School  # noqa: PLC0415

    if not School.objects.exists():
        code = setup_code(Path(settings.DATA_DIR))
        print(
            f"There is no school here yet. Start one at http://{address}/begin/ with the code {code}",
            flush=True,
        )
