"""Five hundred people of a school acknowledge its policy in one morning, on a real server with real sessions.
Each reads it, opens the short check, answers it, agrees, and opens the receipt; every tenth clicks twice.

    python benchmarks/acknowledging.py

It runs gunicorn over loopback, on SQLite and, where `BELISHA_BENCH_POSTGRES` names an empty database or a
server answers on this machine, on PostgreSQL. Afterwards every acknowledgement is verified by its seal.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import psycopg
from _acknowledging_people import FINISH, PREPARE, Person

ROOT = Path(__file__).resolve().parent.parent
PEOPLE, AT_ONCE, WORKERS = int(os.environ.get("PEOPLE", "500")), 8, 2
STEPS = ("read", "check", "answer", "agree", "receipt")


def main() -> int:
    """Run it on each database; the figures as the last line."""
    figures: dict[str, Any] = {"people": PEOPLE, "at once": AT_ONCE, "workers": WORKERS}
    failed = False
    for name, url in databases():
        with tempfile.TemporaryDirectory() as folder:
            found = morning(Path(folder), url)
        print(name, json.dumps(found), flush=True)
        figures[name] = found
        failed = failed or found["errors"] > 0 or found["sealed and verified"] != PEOPLE
    drop_postgres()
    print(json.dumps(figures))
    return int(failed)


def databases() -> list[tuple[str, str]]:
    """SQLite, and PostgreSQL where there is one."""
    found = [("SQLite", "")]
    url = os.environ.get("BELISHA_BENCH_POSTGRES") or own_postgres()
    return [*found, ("PostgreSQL", url)] if url else found


OWN = f"belisha_bench_{os.getpid()}"
SERVER = "postgres://postgres@127.0.0.1:5432/"


def own_postgres() -> str:
    """A new database on this machine's server; empty where there is no server."""
    try:
        with psycopg.connect(f"{SERVER}postgres", autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{OWN}"')
    except psycopg.Error:
        return ""
    return f"{SERVER}{OWN}"


def drop_postgres() -> None:
    """Remove the database that `own_postgres` made."""
    try:
        with psycopg.connect(f"{SERVER}postgres", autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{OWN}" WITH (FORCE)')
    except psycopg.Error:
        return


def morning(folder: Path, url: str) -> dict[str, Any]:
    """One morning on one database: the time of each step in ms, and what is there afterwards."""
    env = {
        **os.environ,
        "BELISHA_DATA_DIR": str(folder),
        "BELISHA_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "belisha.config.settings",
    }
    version, people = json.loads(run(PREPARE, env, str(PEOPLE)).splitlines()[-1])
    port = free_port()
    options = ["-b", f"127.0.0.1:{port}", "-w", str(WORKERS), "-k", "gthread", "--threads", "4"]
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            *options,
            "--log-level",
            "error",
            "belisha.config.wsgi:application",
        ],
        env=env,
        cwd=ROOT,
    )
    try:
        wait_for(port)
        took, errors, seconds = acknowledge(port, version, people)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    made, verified = json.loads(run(FINISH, env).splitlines()[-1])
    return {
        **{
            f"{step}: {name}": round(value, 1) for step in STEPS for name, value in spread(took[step]).items()
        },
        "people a minute": round(made / seconds * 60),
        "errors": errors,
        "acknowledgements": made,
        "sealed and verified": verified,
    }


def run(code: str, env: dict[str, str], *arguments: str) -> str:
    """What a piece of Python prints in the settings of the server."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def acknowledge(
    port: int, version: int, people: list[tuple[str, dict[str, str]]]
) -> tuple[dict[str, list[float]], int, float]:
    """Everybody goes through it, a few at a time: ms by step, how many requests went wrong, seconds."""
    waiting: Queue[tuple[int, str, dict[str, str]]] = Queue()
    for number, each in enumerate(people):
        waiting.put((number, *each))
    took: dict[str, list[float]] = defaultdict(list)
    wrong: list[str] = []

    def work() -> None:
        while True:
            try:
                number, session, answers = waiting.get_nowait()
            except Empty:
                return
            person = Person(port, session, took, wrong)
            person.go_through(version, answers, clicks_twice=number % 10 == 0)

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in wrong[:5]:
        print("wrong:", each, file=sys.stderr)
    return took, len(wrong), time.perf_counter() - began


def spread(values: list[float]) -> dict[str, float]:
    """The middle and the slowest twentieth, in ms."""
    ordered = sorted(values)
    at = {"p50_ms": 0.5, "p95_ms": 0.95}
    return {name: round(ordered[int(len(ordered) * part)], 1) for name, part in at.items()}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Return when the server answers. TimeoutError after half a minute."""
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")


if __name__ == "__main__":
    sys.exit(main())
