"""Triggers with which the database itself refuses changes to what is kept for ever (SQLite and PostgreSQL).

An app lists its triggers in `triggers.py`. Its migration calls `install`; tests that empty a table call
`remove`. A later migration that alters a table on SQLite recreates it without its triggers, and must call
`remove` first and `install` last.

What is kept for ever is erased once its period of retention has passed: `disposing` permits the deletion of
rows of a table within one transaction (see `models.DisposalPermit`).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.subqueries import DeleteQuery

from belisha.base.models import DisposalPermit

SQLITE, POSTGRESQL = "sqlite", "postgresql"
PERMITS = DisposalPermit._meta.db_table  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class DatabaseTrigger:
    """One refusal: on `event` of `table` with `message`, unless the SQL condition `unless` holds for the row.

    `vendors` are the databases that have it: SQLite has no TRUNCATE, and one event for each trigger.
    `is_disposable`: it also lets a disposal of the table through.
    """

    name: str
    table: str
    event: str
    message: str
    unless: str = "1 = 0"
    vendors: tuple[str, ...] = (SQLITE, POSTGRESQL)
    is_disposable: bool = False

    def permitting_disposal(self) -> "DatabaseTrigger":
        """Return the trigger as it is once the table of permits exists."""
        if not self.is_disposable:
            return self
        permitted = f"EXISTS (SELECT 1 FROM {PERMITS} WHERE table_name = '{self.table}')"  # nosec B608
        return replace(self, unless=f"({self.unless}) OR {permitted}")

    def statements(self, vendor: str) -> tuple[str, ...]:
        """Return the SQL that creates the trigger."""
        return self._postgresql() if vendor == POSTGRESQL else (self._sqlite(),)

    def _sqlite(self) -> str:
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} WHEN NOT ({self.unless}) "
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def _postgresql(self) -> tuple[str, ...]:
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        function = f"belisha_{self.name}"
        return (
            (
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {self.unless} THEN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF; "
                f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            ),
            (
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
                f"FOR EACH {each} EXECUTE FUNCTION {function}()"
            ),
            # ALWAYS: they also fire in sessions with the replica role.
            f"ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER {self.name}",
        )


def write_once(noun: str, table: str, message: str, *same: str) -> tuple[DatabaseTrigger, ...]:
    """Return the triggers that refuse to change or delete rows of `table`. They are named after `noun`.

    `same` are the SQL conditions, beside an equal id, under which a new row NEW would replace one that is
    there by a unique constraint: REPLACE deletes rows on SQLite without firing the DELETE trigger.
    """
    clashes = " OR ".join(f"({each})" for each in ("id = NEW.id", *same))
    is_new = f"NOT EXISTS (SELECT 1 FROM {table} WHERE {clashes})"  # nosec B608 - names of ours
    return (
        DatabaseTrigger(f"{noun}_is_not_changed", table, "UPDATE", message),
        DatabaseTrigger(f"{noun}_is_not_removed", table, "DELETE", message, is_disposable=True),
        DatabaseTrigger(f"{noun}_is_not_emptied", table, "INSERT", message, is_new, (SQLITE,)),
        DatabaseTrigger(f"{noun}_is_not_emptied", table, "TRUNCATE", message, vendors=(POSTGRESQL,)),
    )


def install(connection: BaseDatabaseWrapper, triggers: Sequence[DatabaseTrigger]) -> None:
    """Create the triggers anew. Works within a transaction."""
    remove(connection, triggers)
    # Migrations of other rooms that ran before that of the permits install them as they were.
    has_permits = PERMITS in connection.introspection.table_names()
    with connection.cursor() as cursor:
        for each in _of(connection, triggers):
            trigger = each.permitting_disposal() if has_permits else each
            for statement in trigger.statements(connection.vendor):
                cursor.execute(statement)


@contextmanager
def disposing(*tables: type[models.Model]) -> Iterator[None]:
    """Permit the deletion of rows of write-once tables inside, in one transaction with it.

    Nobody else sees the permit: SQLite has one writer at a time, and PostgreSQL shows it to no other.
    """
    with transaction.atomic():
        permits = [DisposalPermit(table_name=name._meta.db_table) for name in tables]  # noqa: SLF001
        DisposalPermit.objects.bulk_create(permits)
        yield
        DisposalPermit.objects.filter(pk__in=[each.pk for each in permits]).delete()


def delete_write_once(model: type[models.Model], ids: Sequence[int]) -> None:
    """Delete rows of a write-once model, inside `disposing`. What refers to them must be gone before."""
    using = router.db_for_write(model)
    DeleteQuery(model).delete_batch(list(ids), using)


def remove(connection: BaseDatabaseWrapper, triggers: Sequence[DatabaseTrigger]) -> None:
    """Drop the triggers, so that rows can be changed. Works within a transaction."""
    with connection.cursor() as cursor:
        for trigger in _of(connection, triggers):
            where = f" ON {trigger.table}" if connection.vendor == POSTGRESQL else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{where}")


def missing(connection: BaseDatabaseWrapper, triggers: Sequence[DatabaseTrigger]) -> list[str]:
    """Return the names of triggers that the database lacks, or that PostgreSQL does not always fire."""
    wanted = _of(connection, triggers)
    tables = tuple(dict.fromkeys(trigger.table for trigger in wanted))
    slots = ", ".join(["%s"] * len(tables))
    query = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({slots})"  # nosec B608
    if connection.vendor == POSTGRESQL:
        query = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            f"WHERE tgenabled = 'A' AND pg_table_is_visible(tgrelid) AND relname IN ({slots})"  # nosec B608
        )
    with connection.cursor() as cursor:
        cursor.execute(query, tables)
        there = {row[0] for row in cursor.fetchall()}
    return [trigger.name for trigger in wanted if trigger.name not in there]


def names(connection: BaseDatabaseWrapper, triggers: Sequence[DatabaseTrigger]) -> list[str]:
    """Return the names of the triggers that this kind of database has."""
    return [trigger.name for trigger in _of(connection, triggers)]


def _of(connection: BaseDatabaseWrapper, triggers: Sequence[DatabaseTrigger]) -> list[DatabaseTrigger]:
    return [trigger for trigger in triggers if connection.vendor in trigger.vendors]
