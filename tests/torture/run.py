"""Torture the site: kill it, ask it for everything with odd values, give it broken files.

    python -m tests.torture.run [--kills N] [--restores N] [--requests N] [--files N] [--minutes M]
        [--database URL] [--second URL]

It builds a demonstration of its own in a temporary folder, or in the empty database that --database names;
restores go into a second one, which --second may name. It
prints a line of JSON for each part. It ends with 1 if anything acknowledged was lost or done by half, if the
site answered with an error of its own, or if a reader of files broke in another way than it may. Each part
stops after a quarter of the minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--restores", type=int, default=60)
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=45)
    parser.add_argument("--database", default="")
    parser.add_argument("--second", default="")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder), args.database)
        from tests.torture.files import files
        from tests.torture.kills import kills
        from tests.torture.restores import restores

        parts = (
            (partial(restores, second=args.second), args.restores),
            (kills, args.kills),
            (requests, args.requests),
            (files, args.files),
        )
        told = []
        for part, count in parts:
            if count:
                began = time.monotonic()
                told.append(part(count, began + args.minutes * 15, chance))
                told[-1]["seconds"] = round(time.monotonic() - began)
                sys.stdout.write(json.dumps(told[-1]) + "\n")
                sys.stdout.flush()
    return int(any(each["faults"] for each in told))


def set_up(folder: Path, database: str) -> None:
    """Build the demonstration, with mail that goes to a server of ours."""
    os.environ |= {
        "BELISHA_DATA_DIR": str(folder),
        "BELISHA_DATABASE_URL": database or f"sqlite:///{folder}/torture.sqlite3",
        "BELISHA_SECOND_FACTOR": "optional",
        "BELISHA_HOSTS": "testserver,localhost",
        "BELISHA_HTTPS": "false",
        "DJANGO_SETTINGS_MODULE": "belisha.config.settings",
    }
    import django

    django.setup()
    from django.db import connection

    from belisha.base.new_database import fill_new_database
    from belisha.demo.build import build_demo

    fill_new_database(connection)
    build_demo()


def requests(count: int, until: float, chance: random.Random) -> dict[str, Any]:
    """Ask for addresses of the table with odd values, as every role of two schools. None may break it."""
    from tests.access.odd_input import OddVisitor

    visitor = OddVisitor(chance)
    done = 0
    while done < count and time.monotonic() < until:
        visitor.visit()
        done += 1
        if done % 1000 == 0:
            sys.stderr.write(f"{done} requests, {len(visitor.faults)} faults {visitor.faults[-1:]}\n")
    answers = {str(status): number for status, number in sorted(visitor.answers.items())}
    return {"part": "requests", "requests": done, "answers": answers, "faults": visitor.faults[:50]}


if __name__ == "__main__":
    sys.exit(main())
