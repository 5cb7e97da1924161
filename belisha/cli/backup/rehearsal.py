"""Rehearse a restore: into a database and a folder of their own, which are removed afterwards."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit


def rehearse(file: Path, arguments: list[str]) -> bool:
    """Restore `file` with `arguments` and verify the result, printing both. Return whether all was well."""
    with tempfile.TemporaryDirectory(prefix="belisha-rehearsal-") as folder, _database() as url:
        environment = {**os.environ, "BELISHA_DATA_DIR": folder, "BELISHA_DATABASE_URL": url}
        where = "PostgreSQL" if url else "SQLite"
        print(f"Rehearsing in {where}; the installation is not touched.", flush=True)
        commands = (["restore", str(file.resolve()), "--verify", *arguments], ["verify"])
        is_well = all(_run(command, environment) for command in commands)
    print("The rehearsal went well." if is_well else "The rehearsal failed: this backup does not come back.")
    return is_well


def _run(words: list[str], environment: dict[str, str]) -> bool:
    command = [sys.executable, "-m", "belisha", *words]
    return subprocess.run(command, env=environment, check=False).returncode == 0


@contextmanager
def _database() -> Iterator[str]:
    """Yield the address of an empty PostgreSQL database beside the installation's, or "" for SQLite.

    SQLite is used where the installation uses it, or where its user may not create databases.
    """
    url = os.environ.get("BELISHA_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    import psycopg  # noqa: PLC0415 - for PostgreSQL alone
    from psycopg import sql  # noqa: PLC0415

    name = sql.Identifier(f"belisha_rehearsal_{token_hex(6)}")
    try:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(name))
    except psycopg.Error as error:
        print(f"No database can be made for a rehearsal ({str(error).splitlines()[0]}).")
        yield ""
        return
    try:
        yield urlsplit(url)._replace(path="/" + name.as_string(None).strip('"')).geturl()
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
