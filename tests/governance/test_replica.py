"""Governors' reports on a real streaming replica of PostgreSQL, behind a real pgbouncer."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cli.backup_sites import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("replica")]
BUILD = """
from django.db import connection
from belisha.base.new_database import fill_new_database
from belisha.demo.build import build_demo
fill_new_database(connection)
build_demo()
"""
COUNT = """
from datetime import timedelta
from belisha.base.clock import today
from belisha.base.row_security import only_schools
from belisha.governance.report import governors_report
from belisha.people.models import School
school = School.objects.get(slug="grange")
with only_schools([school.pk]):
    found = governors_report(school, today() - timedelta(days=30), today())
print({each.figure.key: each.shown.total for each in found.figures}["data-requests"])
found.school.save()
"""
ADD = """
from belisha.base.clock import today
from belisha.people.models import School, User
from belisha.retention.models import DataRequest
school, user = School.objects.get(slug="grange"), User.objects.first()
for _ in range(7):
    days = {"received_on": today(), "due_on": today()}
    DataRequest.objects.create(school=school, kind="access", entered_by=user, **days)
"""
POOL = """\
[databases]
* = host=127.0.0.1 port={port} user=belisha
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
"""


def programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_basebackup"))
    return found[-1].parent if found else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on {port}")


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[int, int, int]]:
    """A primary, its replica and a pgbouncer before that, as an ordinary user: their ports."""
    where, pgbouncer = programs(), shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if where is None or pgbouncer is None:
        pytest.skip("a real replica is tried where PostgreSQL's server and pgbouncer are installed")
    plain = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
    first, second, pool = free_port(), free_port(), free_port()
    with TemporaryDirectory(prefix="replica-") as held:
        folder = Path(held)
        folder.chmod(0o777)

        def run(program: str, *words: str | Path) -> None:
            command = [*plain, str(where / program), *map(str, words)]
            subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=180)

        def start(data: Path, port: int) -> subprocess.Popen[bytes]:
            options = ["-p", str(port), "-k", "", "-h", "127.0.0.1", "-c", "fsync=off"]
            command = [*plain, str(where / "postgres"), "-D", str(data), *options]
            running.append(subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL))
            wait_for(port)
            return running[-1]

        running: list[subprocess.Popen[bytes]] = []
        try:
            run(
                "initdb", "-D", folder / "first", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"
            )
            start(folder / "first", first)
            to_first = ("-h", "127.0.0.1", "-p", str(first), "-U", "postgres")
            run("psql", *to_first, "-c", "CREATE ROLE belisha LOGIN")
            run("createdb", *to_first, "-O", "belisha", "belisha")
            run("pg_basebackup", *to_first, "-D", folder / "second", "-R", "-X", "stream", "-c", "fast")
            start(folder / "second", second)
            (folder / "pool.ini").write_text(POOL.format(port=second, own=pool))
            (folder / "pool.ini").chmod(0o644)
            running.append(
                subprocess.Popen([*plain, pgbouncer, folder / "pool.ini"], stderr=subprocess.DEVNULL)
            )
            wait_for(pool)
            yield first, second, pool
        finally:
            for each in reversed(running):
                each.terminate()
                each.wait(timeout=60)


def ask(port: int, statement: str) -> str:
    import psycopg

    with psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/belisha", autocommit=True) as server:
        row = server.execute(statement).fetchone()  # type: ignore[call-overload]
    return str(row[0]) if row else ""


def wait_until_caught_up(first: int, second: int) -> None:
    end = ask(first, "SELECT pg_current_wal_lsn()")
    until = time.monotonic() + 60
    while ask(second, f"SELECT pg_last_wal_replay_lsn() >= '{end}'") != "True":
        assert time.monotonic() < until, "the replica does not catch up"
        time.sleep(0.1)


def test_reports_are_read_from_the_replica_and_all_else_from_the_first(
    servers: tuple[int, int, int], tmp_path: Path
) -> None:
    """While the replica stands still a report lacks what is new; without a replica it does not."""
    first, second, pool = servers
    address = f"postgres://belisha@127.0.0.1:{first}/belisha"
    (tmp_path / "site").mkdir()

    def site(reports: int) -> Site:
        named = {"BELISHA_REPORTS_DATABASE_URL": f"postgres://belisha@127.0.0.1:{reports}/belisha"}
        given = {"BELISHA_DATABASE_URL": address, **(named if reports else {})}
        return Site(tmp_path / "site", on_postgresql=False, env=given)

    site(0).python(BUILD)
    wait_until_caught_up(first, second)
    assert ask(second, "SELECT pg_is_in_recovery()") == "True"
    before = site(0).python(COUNT)
    assert site(second).python(COUNT) == site(pool).python(COUNT) == before
    ask(second, "SELECT pg_wal_replay_pause()")
    site(second).python(ADD)
    after = site(0).python(COUNT)
    assert int(after) == int(before) + 7
    assert site(second).python(COUNT) == before, "it is read from the replica, which stands still"
    assert site(pool).python(COUNT) == before
    assert site(free_port()).python(COUNT) == after, "a replica that is gone: read from the first"
    ask(second, "SELECT pg_wal_replay_resume()")
    wait_until_caught_up(first, second)
    assert site(pool).python(COUNT) == after
