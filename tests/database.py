"""The test database: migrated and filled with the demonstration once, then copied.

Building takes seconds, copying milliseconds. So one process of a run builds a template (a SQLite file or
a PostgreSQL database), each worker copies it, and a test that commits copies it again afterwards. SQLite's
template is kept in `var/tests/` for the next run as long as its sources do not change.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, connections

from tests.clock import travel

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "tests"
KEPT = 3
BUILD = "from tests.database import build; build()"
RUN = "BELISHA_TEST_RUN"


def use_copy() -> None:
    """Point the default connection at a fresh copy of the template, which is built if there is none."""
    template()
    connection.close()
    if connection.vendor == "postgresql":
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        name = f"test_{settings.DATABASES['default']['NAME']}_{worker}"
    else:
        name = connection.creation._get_test_db_name()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    reset()


def template() -> str:
    """Return the template's name, a path for SQLite; build it if there is none."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor == "postgresql":
            return _postgresql_template()
        return str(_sqlite_template())


def reset() -> None:
    """Replace the test database by a fresh copy of the template, whatever a test committed."""
    if connection.vendor == "postgresql":
        _copy_postgresql(connection.settings_dict["NAME"])
    else:
        _copy_sqlite()


def empty() -> None:
    """Empty every table of the test database, as a new installation has them. `reset` fills it again."""
    from django.core.management import call_command

    from belisha.acknowledgements import triggers as acknowledgement_triggers
    from belisha.audit import triggers as record_triggers

    for guard in (record_triggers, acknowledgement_triggers):
        guard.remove(connection)
    call_command("flush", verbosity=0, interactive=False)
    for guard in (record_triggers, acknowledgement_triggers):
        guard.install(connection)


def drop() -> None:
    """Remove this process's test database."""
    name = connection.settings_dict["NAME"]
    connections.close_all()
    if connection.vendor == "postgresql":
        _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def build() -> None:
    """Migrate the database that the settings name and build the demonstration in it."""
    travel()
    import django

    django.setup()
    from belisha.base.new_database import fill_new_database
    from belisha.demo.build import build_demo

    fill_new_database(connection)
    build_demo()


def drop_template() -> None:
    """Remove this run's PostgreSQL template."""
    if connection.vendor == "postgresql":
        _on_server(f'DROP DATABASE IF EXISTS "{_template_name()}" WITH (FORCE)')


def _run_build(**environment: str) -> None:
    """Build in a process of its own, which leaves no cached rows, models or connections behind here."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "belisha.config.settings", **environment}
    done = subprocess.run(
        [sys.executable, "-c", BUILD], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"the test database could not be built:\n{done.stderr}"


# --- SQLite ---------------------------------------------------------------------------------------


def _sqlite_template() -> Path:
    file = _sqlite_file()
    if not file.exists():
        draft = file.with_suffix(f".{os.getpid()}")
        _run_build(BELISHA_DATABASE_URL=f"sqlite:///{draft}")
        with closing(sqlite3.connect(draft)) as built:
            built.execute("PRAGMA journal_mode=DELETE")
        draft.rename(file)
        for old in sorted(FOLDER.glob("demo-*.sqlite3"), key=lambda each: each.stat().st_mtime)[:-KEPT]:
            old.unlink()
    return file


def _sqlite_file() -> Path:
    return FOLDER / f"demo-{_fingerprint()}.sqlite3"


def _copy_sqlite() -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(_sqlite_file())) as template:
        template.backup(connection.connection)


def _fingerprint() -> str:
    """Return a hash of everything that the template is built from: the package, the keys and the day."""
    if not _FINGERPRINT:
        from belisha.base.clock import today

        told = hashlib.sha256(f"{today()} {sys.version} {settings.SECRET_KEY}".encode())
        for file in sorted((ROOT / "belisha").rglob("*")):
            if file.suffix in {".py", ".md", ".toml"}:
                told.update(file.as_posix().encode() + b"\0" + file.read_bytes())
        told.update(Path(__file__).read_bytes())
        _FINGERPRINT.append(told.hexdigest()[:16])
    return _FINGERPRINT[0]


_FINGERPRINT: list[str] = []


# --- PostgreSQL -----------------------------------------------------------------------------------


def _template_name() -> str:
    return f"belisha_template_{os.environ[RUN]}"


def _postgresql_template() -> str:
    name = _template_name()
    if not _on_server("SELECT 1 FROM pg_database WHERE datname = %s", name):
        _on_server(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
        url = urlsplit(os.environ["BELISHA_DATABASE_URL"])._replace(path=f"/{name}")
        _run_build(BELISHA_DATABASE_URL=url.geturl())
    return name


def _copy_postgresql(name: str) -> None:
    connections.close_all()
    _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{_template_name()}"')


def _on_server(statement: str, *values: str) -> list[tuple[object, ...]]:
    import psycopg

    parts = urlsplit(os.environ["BELISHA_DATABASE_URL"])._replace(scheme="postgresql", path="/postgres")
    with psycopg.connect(parts.geturl(), autocommit=True) as server:
        cursor = server.execute(statement, values or None)
        return list(cursor.fetchall()) if cursor.description else []
