"""`belisha demo`: serve five schools with invented people."""

import argparse
import os
from pathlib import Path

from belisha.cli.arguments import Commands, add_command, port_of
from belisha.cli.errors import UsageError
from belisha.cli.server import check_free, serve, use_address_in_links
from belisha.cli.startup import explain_database_errors, prepare_database

EPILOG = """\
examples:
  belisha demo
  belisha demo --port 8001 --fresh

The demonstration keeps its database in a file of its own beside the default one; --fresh makes it anew.
It is for trying out Belisha: everybody in it is invented, and they all share one password.
"""
SHOWN = ("teacher", "headteacher", "governor", "dsl", "parent")


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "demo",
        run,
        description="Build the demonstration if it does not exist yet, and serve it on this machine.",
        epilog=EPILOG,
    )
    made.add_argument("--port", type=port_of, default=8000, help="the port on 127.0.0.1 (default: 8000)")
    made.add_argument("--fresh", action="store_true", help="start with a new database")


def run(args: argparse.Namespace) -> int:
    """Build the demonstration and serve it until stopped."""
    address = f"127.0.0.1:{args.port}"
    check_free(address)
    use_address_in_links(address)
    os.environ["BELISHA_DATABASE_URL"] = f"sqlite:///{_database(fresh=args.fresh)}"
    os.environ.setdefault("BELISHA_SECOND_FACTOR", "optional")  # one password is enough, for heads too
    prepare_database(upgrade=True, backup=False)

    from belisha.demo.build import build_demo, demo_people  # noqa: PLC0415 - needs Django to be set up
    from belisha.demo.people import PASSWORD  # noqa: PLC0415

    with explain_database_errors():
        build_demo(with_history=True)
    people = demo_people()
    print(f"Five schools on http://{address}/ (stop with Ctrl-C)\n")
    print(
        f"You can ask without signing in. To sign in, all {len(people)} people share the password {PASSWORD}:"
    )
    for each in people:
        if each.role in SHOWN:
            print(f"  {each.email:34} {each.name}, {each.role} at {each.school}")
    print("  ... and ROLE@SCHOOL.example for every other role\n", flush=True)
    return serve(address, sweep_every="1m")


def _database(*, fresh: bool) -> Path:
    """Return the demonstration's database file, and create its folder. Raise UsageError if that fails."""
    from belisha.config.env import data_dir, read  # noqa: PLC0415 - only this command reads settings without Django

    folder = Path(read("BELISHA_DATA_DIR") or data_dir()).resolve()
    file = folder / "demo.sqlite3"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if fresh:
            for each in (file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm"))):
                each.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"the folder `{folder}` cannot be used: {error.strerror}") from None
    return file
