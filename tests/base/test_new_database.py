"""An empty database gets its tables at once, and they are those to which all migrations lead."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from belisha.base.new_database import NotEmptyError, create_tables, fill_new_database
from tests.conftest import ROOT

pytestmark = pytest.mark.database

MIGRATED = """
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
"""
AT_ONCE = """
from belisha.base.new_database import fill_new_database
fill_new_database(connection)
"""
DESCRIBED = """
import json
from belisha.base import triggers
described = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        columns = connection.introspection.get_table_description(cursor, table)
        constraints = connection.introspection.get_constraints(cursor, table)
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
        described[table] = {
            "rows": cursor.fetchone()[0],
            "columns": sorted(str([one.name, one.type_code, one.null_ok, one.default]) for one in columns),
            "constraints": sorted(
                json.dumps({**each, "columns": each["columns"] or []}, default=str, sort_keys=True)
                for each in constraints.values()
            ),
        }
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    )
    described["triggers"] = sorted(row[0] for row in cursor.fetchall())
print(json.dumps(described))
"""


@pytest.fixture
def new_database(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """A function that names a new and empty database of the kind under test."""
    url, made = os.environ.get("BELISHA_DATABASE_URL", ""), []

    def named(name: str) -> str:
        if not url.startswith("postgres"):
            return f"sqlite:///{tmp_path / name}.sqlite3"
        made.append(f"belisha_new_{os.getpid()}_{name}")
        _on_server(url, f'CREATE DATABASE "{made[-1]}"')
        return urlsplit(url)._replace(path=f"/{made[-1]}").geturl()

    yield named
    for each in made:
        _on_server(url, f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')


def _on_server(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(statement)


def _described(url: str, made: str, folder: Path) -> dict[str, Any]:
    """Return what a database holds after the code `made` in a process of its own."""
    code = f"import django; django.setup()\nfrom django.db import connection\n{made}\n{DESCRIBED}"
    env = {
        **os.environ,
        "BELISHA_DATABASE_URL": url,
        "BELISHA_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "belisha.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_it_has_the_tables_and_triggers_that_all_migrations_lead_to(
    new_database: Callable[[str], str], tmp_path: Path
) -> None:
    at_once = _described(new_database("once"), AT_ONCE, tmp_path)
    migrated = _described(new_database("migrated"), MIGRATED, tmp_path)
    assert at_once.keys() == migrated.keys()
    assert at_once["triggers"], "the records that are written once have triggers"
    for table, held in migrated.items():
        assert at_once[table] == held, table


def test_a_database_that_is_in_use_is_not_touched(demo: None) -> None:
    from django.db import connection

    for fill in (create_tables, fill_new_database):
        with pytest.raises(NotEmptyError):
            fill(connection)
