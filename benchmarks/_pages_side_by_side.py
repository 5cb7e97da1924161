"""The pages that everybody comes to first, beside those of another checkout: ratios of processor time.

Run as `python benchmarks/_pages_side_by_side.py OTHER`, where OTHER is a checkout (`git worktree add OTHER
COMMIT`). Each checkout has a process of its own with the demonstration in a new database; they are asked in
turns, as nobody, and the least time of each counts.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
TURNS, ROUNDS = 12, 15
PAGES = {"sign-in page": "/account/sign-in/", "concern page": "/s/grange/tell/concern/"}
LIMIT = 1.1


def main() -> None:
    """Print a line for each page: the ratio, the limit, and both times."""
    if sys.argv[1] == "--answer":
        answer()
        return
    other = Path(sys.argv[1]).resolve()
    running = {checkout: _started(checkout) for checkout in (HERE, other)}
    best: dict[tuple[Path, str], float] = {}
    for _ in range(TURNS):
        for checkout, process in running.items():
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("measure\n")
            process.stdin.flush()
            for name, seconds in json.loads(process.stdout.readline()).items():
                best[checkout, name] = min(seconds, best.get((checkout, name), seconds))
    for process in running.values():
        process.communicate()
    for name in PAGES:
        here, there = best[HERE, name], best[other, name]
        print(
            f"{name}: {here / there:.2f} (at most {LIMIT}); {here * 1000:.2f} ms beside {there * 1000:.2f} ms"
        )


def _started(checkout: Path) -> "subprocess.Popen[str]":
    told = {**os.environ, "PYTHONPATH": str(checkout)}
    command = [sys.executable, str(Path(__file__).resolve()), "--answer"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=checkout, env=told, stdin=pipe, stdout=pipe, text=True)


def answer() -> None:
    """Measure the pages of the checkout that is imported, each time a line comes."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            BELISHA_DATA_DIR=folder,
            BELISHA_DATABASE_URL=f"sqlite:///{folder}/site.sqlite3",
            DJANGO_SETTINGS_MODULE="belisha.config.settings",
            BELISHA_HTTPS="false",
        )
        import django  # noqa: PLC0415 - the folder of the database is named first

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        from belisha.demo.build import build_demo  # noqa: PLC0415

        call_command("migrate", verbosity=0, interactive=False)
        build_demo()
        client = Client(headers={"host": "localhost"})
        for path in PAGES.values():
            status = client.get(path).status_code
            assert status == 200, f"{path}: {status}"
        for _ in sys.stdin:
            times = {name: _least(lambda path=path: client.get(path)) for name, path in PAGES.items()}
            print(json.dumps(times), flush=True)


def _least(work: Callable[[], Any]) -> float:
    """Return the least processor time of some calls, in seconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


if __name__ == "__main__":
    main()
