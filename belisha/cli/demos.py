"""`belisha demo`: five schools with invented people, in a browser."""

import argparse
import os
from pathlib import Path

from belisha.cli.arguments import Commands, add_command, port_of
from belisha.cli.failing import Misused
from belisha.cli.serving import check_free, database_told, let_links_lead_to, prepare, serve

EPILOG = """\
examples:
  belisha demo
  belisha demo --port 8001 --fresh

The demonstration keeps its database in a file of its own beside the default one; --fresh makes it anew.
It is for looking at: everybody in it is invented, and they all share one password.
"""
SHOWN = ("teacher", "headteacher", "governor", "dsl", "parent")


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "demo",
        run,
        summary="serve five schools with invented people",
        description="Build the demonstration, if it is not there yet, and serve it on this machine.",
        epilog=EPILOG,
    )
    made.add_argument("--port", type=port_of, default=8000, help="the port on 127.0.0.1 (default: 8000)")
    made.add_argument("--fresh", action="store_true", help="begin with a new database")


def run(given: argparse.Namespace) -> int:
    """Build the demonstration and serve it until it is stopped."""
    address = f"127.0.0.1:{given.port}"
    check_free(address)
    let_links_lead_to(address)
    os.environ["BELISHA_DATABASE_URL"] = f"sqlite:///{_database(fresh=given.fresh)}"
    os.environ.setdefault("BELISHA_SECOND_FACTOR", "optional")  # heads and all are let in by one password
    prepare()

    from belisha.demo.build import build_demo, demo_people  # noqa: PLC0415 - needs Django to be ready
    from belisha.demo.people import PASSWORD  # noqa: PLC0415

    with database_told():
        build_demo(with_life=True)
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
    """The file for the demonstration's database, whose folder is there. Raises Misused where it cannot be."""
    from belisha.config.env import data_dir, read  # noqa: PLC0415 - reading settings is for this command alone

    folder = Path(read("BELISHA_DATA_DIR") or data_dir()).resolve()
    file = folder / "demo.sqlite3"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if fresh:
            for each in (file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm"))):
                each.unlink(missing_ok=True)
    except OSError as error:
        raise Misused(f"the folder `{folder}` cannot be used: {error.strerror}") from None
    return file
