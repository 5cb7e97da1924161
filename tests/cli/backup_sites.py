"""An installation of its own for a test: a folder and a database, on the server that the setting names."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.database import template

BIN = Path(sys.executable).parent
URL = os.environ.get("BELISHA_DATABASE_URL", "")
IS_POSTGRESQL = URL.startswith("postgres")
SET_UP = "import django; django.setup()\n"
EMAILS = """
from belisha.people.models import User
print(*User.objects.filter(name="Load").values_list("email", flat=True))
"""
WRITE = """
import os, pathlib, sys, threading
from django.db import connection, transaction
from belisha.audit.actions import record
from belisha.people.models import School, User
mine, stop = sys.argv[1], pathlib.Path(sys.argv[2])
schools = list(School.objects.values_list("pk", flat=True))
def write(thread):
    turn = 0
    while not stop.exists():
        turn += 1
        with transaction.atomic():
            user = User.objects.create(email=f"{mine}-{thread}-{turn}@load.example", name="Load")
            record(school_id=schools[turn % 2], by=user.pk, verb="loaded", subject=f"user {user.pk}")
        os.write(1, user.email.encode() + bytes([10]))  # one write: threads share the line
    connection.close()
threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Site:
    """One installation. Its database is a file in its folder, or one of PostgreSQL with the folder's name."""

    folder: Path
    on_postgresql: bool = IS_POSTGRESQL
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        name = f"belisha_backup_{os.getpid()}_{self.folder.name}"
        return urlsplit(URL)._replace(path=f"/{name}").geturl() if self.on_postgresql else ""

    @property
    def environment(self) -> dict[str, str]:
        base = {name: value for name, value in os.environ.items() if not name.startswith("BELISHA_")}
        own = {"BELISHA_DATA_DIR": str(self.folder), "DJANGO_SETTINGS_MODULE": "belisha.config.settings"}
        return {**base, **own, **({"BELISHA_DATABASE_URL": self.url} if self.url else {}), **self.env}

    def begin(self) -> "Site":
        """An empty folder and an empty database."""
        self.end()
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.on_postgresql:
            self._server("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0")
        return self

    def build(self) -> "Site":
        """The demonstration, copied from the template with the key that sealed it."""
        from django.conf import settings

        source = template()
        if self.on_postgresql:
            self._server("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            self._server(f'CREATE DATABASE {{}} TEMPLATE "{source}"')
        else:
            shutil.copyfile(source, self.folder / "belisha.sqlite3")
        (self.folder / "secret.key").write_text(f"{settings.SECRET_KEY}\n", encoding="ascii")
        return self

    def end(self) -> None:
        """Everything that the installation keeps, gone."""
        for file in sorted(self.folder.rglob("*"), reverse=True) if self.folder.exists() else ():
            file.unlink() if file.is_file() else file.rmdir()
        if self.on_postgresql:
            self._server("DROP DATABASE IF EXISTS {} WITH (FORCE)")

    def run(self, *words: str | Path, limit_kb: int = 0) -> Said:
        """Run the command; with `limit_kb` no file can grow beyond that, as on a full disk."""
        command = [str(BIN / "belisha"), *map(str, words)]
        if limit_kb:
            command = ["bash", "-c", f'ulimit -f {limit_kb}; exec "$@"', "-", *command]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=300
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def start(self, *command: str | Path) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            list(map(str, command)), env=self.environment, stdout=subprocess.PIPE, text=True
        )

    def python(self, code: str, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", SET_UP + code, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def under_load(self, act: Callable[[], None], stop: Path) -> tuple[set[str], set[str]]:
        """`act` while six threads in two processes write: what was said to be saved before, and after."""
        logs = [stop.with_name(f"{stop.name}-{name}") for name in ("a", "b")]
        running = []
        for log in logs:
            with log.open("w") as out:
                command = [sys.executable, "-c", SET_UP + WRITE, log.name, str(stop)]
                running.append(subprocess.Popen(command, env=self.environment, stdout=out))
        written = lambda: {line for log in logs for line in log.read_text().split("\n")[:-1]}  # noqa: E731
        try:
            deadline = time.monotonic() + 180
            while not all(log.read_text() for log in logs) or len(written()) < 30:
                assert time.monotonic() < deadline, "nobody wrote"
                time.sleep(0.05)
            before = written()
            act()
            grown = len(written())
            while len(written()) < grown + 10:
                assert time.monotonic() < deadline, "the writers stopped"
                time.sleep(0.05)
        finally:
            stop.touch()
            ended = [each.wait(timeout=60) for each in running]
        assert ended == [0, 0]
        return before, written()

    def emails(self) -> set[str]:
        """Who was written under load, as the database has them."""
        return set(self.python(EMAILS).split())

    def _server(self, statement: str) -> None:
        parts = urlsplit(self.url)
        server = parts._replace(scheme="postgresql", path="/postgres").geturl()
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(parts.path.strip("/"))))
