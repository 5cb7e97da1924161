"""Rebuild the database from a backup in one transaction: all of it or nothing."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from django.utils import timezone

from belisha.acknowledgements import triggers as acknowledgement_triggers
from belisha.audit import triggers
from belisha.audit.verification import check_database
from belisha.base import row_security
from belisha.base.new_database import create_tables
from belisha.cli.backup.archive import TABLES, BackupReader, DamagedError, Manifest
from belisha.cli.backup.rows import (
    check_references_later,
    columns_of,
    last_id,
    lines_of,
    load,
    models_of,
    set_last_id,
)
from belisha.people.models import School, User

OTHERS = {"django_migrations", "base_cache"}
NOTED = "restored "
PATIENCE = "SET LOCAL lock_timeout = '10s'"


def content() -> list[str]:
    """Return what would be lost, such as "3 schools"; an empty list for a new database."""
    from django.db import connection  # noqa: PLC0415 - the connection that the settings name now

    there = connection.introspection.table_names()
    counted = (("people_school", School, "schools"), ("people_user", User, "people"))
    counts = [(model.objects.count(), words) for table, model, words in counted if table in there]
    return [f"{count} {words}" for count, words in counts if count]


def rebuild(
    archive: BackupReader, connection: BaseDatabaseWrapper, *, token: str, verify: bool, keys: Iterable[str]
) -> int:
    """Drop our tables, create those of the backup's version, fill them, migrate them, and note `token`.

    With `verify`, read each table back, compare it with the backup and check the chains of the record before
    committing. Return the number of events checked. Raise DamagedError, with nothing changed, if rows, tables
    or chains differ from the manifest.
    """
    connection.disable_constraint_checking()  # SQLite accepts this outside a transaction only
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                _execute(connection, PATIENCE)
            _drop(connection)
            _fill(archive, connection, verify=verify)
            events = _check_record(archive.manifest, keys) if verify else 0
            executor = MigrationExecutor(connection)
            executor.migrate(executor.loader.graph.leaf_nodes())
            for guard in (triggers, acknowledgement_triggers):
                if guard.missing(connection):
                    guard.install(connection)
            row_security.install(connection)
            _note(connection, token)
    finally:
        connection.enable_constraint_checking()
    return events


def was_committed(token: str) -> bool:
    """Return whether the restore of this token has changed the database."""
    from django.db import connection  # noqa: PLC0415 - the connection that the settings name now

    if "base_cache" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM base_cache WHERE cache_key = %s", [NOTED + token])
        return cursor.fetchone() is not None


def _note(connection: BaseDatabaseWrapper, token: str) -> None:
    """Note in the same transaction that the database has changed, for a command after a kill."""
    until = connection.ops.adapt_datetimefield_value(timezone.now() + timedelta(days=90))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_cache (cache_key, value, expires) VALUES (%s, %s, %s)",
            [NOTED + token, "", until],
        )


def _drop(connection: BaseDatabaseWrapper) -> None:
    there = connection.introspection.table_names()
    ours = {*connection.introspection.django_table_names(only_existing=True), *OTHERS}
    end = " CASCADE" if connection.vendor == "postgresql" else ""
    for table in sorted(ours & set(there)):
        _execute(connection, f"DROP TABLE {connection.ops.quote_name(table)}{end}")


def _fill(archive: BackupReader, connection: BaseDatabaseWrapper, *, verify: bool) -> None:
    executor = MigrationExecutor(connection)
    state = create_tables(connection, _targets(executor, archive.manifest))
    models = models_of(state.apps)
    if set(models) != set(archive.manifest.rows):
        raise DamagedError(
            f"its tables are not those of its version: {sorted({*models} ^ {*archive.manifest.rows})}."
        )
    triggers.remove(connection)
    check_references_later(connection)
    for table, model in models.items():
        _execute(connection, f"DELETE FROM {connection.ops.quote_name(table)}")  # nosec B608
        rows = archive.lines(table)
        columns = [field.column for field in columns_of(model)]
        if next(rows) != columns:
            raise DamagedError(f"the columns of its table `{table}` are not those of its version.")
        if load(model, rows, connection) != archive.manifest.rows[table]:
            raise DamagedError(f"its table `{table}` has another number of rows than it says.")
        set_last_id(model, archive.manifest.last_ids.get(table, 0), connection)
    triggers.install(connection)
    _check_references(connection)
    if verify:
        _read_back(archive.manifest, models, connection)


def _read_back(
    manifest: Manifest, models: Mapping[str, type[Model]], connection: BaseDatabaseWrapper
) -> None:
    """Compare each table with the backup, as the database now has it."""
    for table, model in models.items():
        told = hashlib.sha256()
        for line in lines_of(model, connection.alias):
            told.update(line)
        if told.hexdigest() != manifest.sums[f"{TABLES}{table}.jsonl"]:
            raise DamagedError(f"the table `{table}`, read back, is not what the backup holds.")
        if last_id(model, connection.alias) != manifest.last_ids.get(table, 0):
            raise DamagedError(f"the ids of the table `{table}` would be given a second time.")


def _targets(executor: MigrationExecutor, manifest: Manifest) -> list[tuple[str, str]]:
    """Return the newest migration of each app that the backup's version had applied."""
    stated = {(app, name) for app, names in manifest.migrations.items() for name in names}
    graph = executor.loader.graph
    known = [node for node in sorted(stated) if node in graph.nodes]
    return [
        node
        for node in known
        if not any(child.key in stated and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]


def _check_references(connection: BaseDatabaseWrapper) -> None:
    try:
        if connection.vendor == "postgresql":
            _execute(connection, "SET CONSTRAINTS ALL IMMEDIATE")
        else:
            connection.check_constraints()
    except IntegrityError as error:
        said = " ".join(str(error).split()).rstrip(".")
        raise DamagedError(f"a row of it refers to one that it does not hold: {said}.") from error


def _check_record(manifest: Manifest, keys: Iterable[str]) -> int:
    checked = list(check_database(keys=keys))
    for each in checked:
        for fault in each.faults:
            where = f"event {fault.number} of chain {fault.chain}" if fault.number else f"chain {fault.chain}"
            raise DamagedError(f"the record that it holds is not as it was written: {where} {fault.what}.")
    ends = {str(each.chain): [each.number, each.hash] for each in checked}
    if ends != {chain: list(end) for chain, end in manifest.chains.items()}:
        raise DamagedError("the record that it holds does not end where it says.")
    return sum(each.count for each in checked)


def _execute(connection: BaseDatabaseWrapper, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
