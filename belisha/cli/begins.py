"""`belisha new-school`: the code that opens one more school."""

import argparse
from pathlib import Path

from belisha.cli.arguments import Commands, add_command
from belisha.cli.serving import prepare

EPILOG = """\
example:
  belisha new-school

Give the code to whoever sets up the school: they enter it at /begin/. It opens one school and is then spent.
The first school of a site needs no command: `belisha serve` prints its code.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    add_command(
        commands,
        "new-school",
        run,
        summary="print the code that opens one more school",
        description="Print the setup code with which somebody begins a school on this site.",
        epilog=EPILOG,
    )


def run(given: argparse.Namespace) -> int:  # noqa: ARG001
    """Print the code; the same one until it is spent."""
    prepare()
    from django.conf import settings  # noqa: PLC0415 - needs Django to be ready

    from belisha.desk.setup_code import setup_code  # noqa: PLC0415

    print(f"Setup code: {setup_code(Path(settings.DATA_DIR))}")
    print("Enter it at /begin/ on the site.")
    return 0


def say_how_to_begin(address: str) -> None:
    """Print where a school is begun and its code, on a site that has no school yet."""
    from django.conf import settings  # noqa: PLC0415

    from belisha.desk.setup_code import setup_code  # noqa: PLC0415
    from belisha.people.models import School  # noqa: PLC0415

    if not School.objects.exists():
        code = setup_code(Path(settings.DATA_DIR))
        print(
            f"There is no school here yet. Begin one at http://{address}/begin/ with the code {code}",
            flush=True,
        )
