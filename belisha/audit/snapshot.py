"""A consistent view of the database while others write."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import connections, transaction
from django.db.utils import DEFAULT_DB_ALIAS

SNAPSHOT = "snapshot"


@contextmanager
def snapshot() -> Iterator[str]:
    """Yield the alias of a connection that sees the database as of its first query.

    PostgreSQL: one REPEATABLE READ transaction. SQLite: one read transaction over the write-ahead log.
    Neither blocks writers. Do not write through it.
    """
    described = deepcopy(connections.databases[DEFAULT_DB_ALIAS])
    options = described.setdefault("OPTIONS", {})
    described["CONN_MAX_AGE"] = 0
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        from django.db.backends.postgresql.psycopg_any import IsolationLevel  # noqa: PLC0415 - not on SQLite

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    else:
        options["transaction_mode"] = "DEFERRED"
    connections.databases[SNAPSHOT] = described
    try:
        with transaction.atomic(using=SNAPSHOT):
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT], connections.databases[SNAPSHOT]
