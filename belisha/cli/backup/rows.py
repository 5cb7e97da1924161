"""Turn the rows of a model into lines of JSON, identical for either database, and back."""

# ruff: noqa: SLF001 - Django describes a model through `_meta`

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.duration import duration_iso_string

LEFT_OUT = {
    "django_session": "people sign in again",
    "usersessions_usersession": "it describes sessions",
    "django_migrations": "the manifest holds it",
    "base_cache": "it counts recent failed attempts",
}
"""Tables that are left out of a backup, and why."""
BATCH = 500


def models_of(apps: Apps) -> dict[str, type[models.Model]]:
    """Return every model whose rows are backed up, by table name."""
    found = apps.get_models(include_auto_created=True)
    kept = [model for model in found if model._meta.managed and not model._meta.proxy]
    return {
        model._meta.db_table: model
        for model in sorted(kept, key=lambda model: model._meta.db_table)
        if model._meta.db_table not in LEFT_OUT
    }


def columns_of(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """Return the fields of a model that are columns, sorted by column name."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    return sorted(fields, key=lambda field: str(field.column))


def lines_of(model: type[models.Model], using: str) -> Iterator[bytes]:
    """Yield a line with the columns, then a line for each row by primary key."""
    fields = columns_of(model)
    yield json_line([field.column for field in fields])
    rows = model._base_manager.using(using).order_by("pk")
    for row in rows.values_list(*(field.attname for field in fields)).iterator(chunk_size=2000):
        yield json_line([plain_value(value) for value in row])


def check_references_later(connection: BaseDatabaseWrapper) -> None:
    """Have what rows refer to checked when the transaction ends, so that tables may be filled in any order.

    On PostgreSQL a foreign key that a migration has added to a table is otherwise checked at once.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def load(model: type[models.Model], rows: Iterable[list[Any]], connection: BaseDatabaseWrapper) -> int:
    """Insert rows, in the order of `columns_of`, into the model's table. Return how many."""
    fields = columns_of(model)
    quoted = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {table} ({quoted}) VALUES ({marks})"  # nosec B608 - the models' own names
    count = 0
    with connection.cursor() as cursor:
        for batch in _batches(rows):
            values = [[_stored(*pair, connection) for pair in zip(fields, row, strict=True)] for row in batch]
            cursor.executemany(statement, values)
            count += len(batch)
    return count


def last_id(model: type[models.Model], using: str) -> int:
    """Return the highest id that the table has ever given; 0 if its ids are not numbers.

    An id is never given twice, not even after a restore, because the record names people by id.
    """
    field, connection = model._meta.auto_field, connections[using]
    if field is None:
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_get_serial_sequence(%s, %s)", [f'"{model._meta.db_table}"', field.column]
            )
            sequence = cursor.fetchone()[0]
            last = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"  # nosec B608
            cursor.execute(last)
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def set_last_id(model: type[models.Model], last: int, connection: BaseDatabaseWrapper) -> None:
    """Make the next row's id greater than `last`."""
    field, table = model._meta.auto_field, model._meta.db_table
    if field is None or not last:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = "SELECT setval(pg_get_serial_sequence(%s, %s), %s)"
            cursor.execute(statement, [f'"{table}"', field.column, last])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])


def _batches(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    batch: list[list[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def json_line(values: list[Any]) -> bytes:
    """Return the values of a row as a line of JSON."""
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"


def plain_value(value: Any) -> Any:
    """Return a value as JSON can hold it, the same for either database."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value


def _stored(field: "models.Field[Any, Any]", value: Any, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(field, models.JSONField):
        is_null = value is None and field.null
        return None if is_null else connection.ops.adapt_json_value(value, field.encoder)
    return field.get_db_prep_save(field.to_python(value), connection)
