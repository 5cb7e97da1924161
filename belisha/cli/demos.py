"""`belisha demo`: five schools with invented people, in a browser."""

import argparse
import os
from pathlib import Path

from belisha.cli.serving import prepare, serve

EPILOG = """\
The demonstration keeps its database in a file of its own beside the default one; --fresh makes it anew.
It is for looking at: everybody in it is invented, and they all share one password.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    made = commands.add_parser(
        "demo",
        help="serve five schools with invented people",
        description="Build the demonstration, if it is not there yet, and serve it on this machine.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (default: 8000)")
    made.add_argument("--fresh", action="store_true", help="begin with a new database")
    made.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Build the demonstration and serve it until it is stopped."""
    from belisha.config.env import data_dir, read  # noqa: PLC0415 - reading settings is for this command alone

    folder = Path(read("BELISHA_DATA_DIR") or data_dir())
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "demo.sqlite3"
    if given.fresh:
        for each in (file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm"))):
            each.unlink(missing_ok=True)
    os.environ["BELISHA_DATABASE_URL"] = f"sqlite:///{file}"
    prepare()

    from belisha.demo.build import build_demo, demo_people  # noqa: PLC0415 - needs Django to be ready
    from belisha.demo.people import PASSWORD  # noqa: PLC0415

    build_demo()
    people = demo_people()
    shown = [each for each in people if each.role in ("teacher", "headteacher", "governor", "dsl", "parent")]
    print(f"Five schools on http://127.0.0.1:{given.port}/ (stop with Ctrl-C)\n")
    print(f"You can ask without signing in. To sign in, all {len(people)} people share the password {PASSWORD}:")
    for each in shown:
        print(f"  {each.email:34} {each.name}, {each.role} at {each.school}")
    print("  ... and ROLE@SCHOOL.example for every other role\n", flush=True)
    return serve(f"127.0.0.1:{given.port}")
