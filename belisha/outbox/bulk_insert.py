"""Insert rows by the thousand, several times as fast as `bulk_create`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, models


def insert_new(
    model: type[models.Model],
    fields: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    same: Mapping[str, Any],
) -> None:
    """Insert rows with these values of `fields`, and `same` in each. Rows that break a unique constraint are
    skipped.

    Fields not named are NULL. Values must be as the database stores them: no defaults or field checks apply.
    """
    options = model._meta  # noqa: SLF001 - Django's documented way to a model's fields
    quoted = connection.ops.quote_name
    by_name = {field.name: str(field.column) for field in options.concrete_fields}
    by_name |= {field.attname: str(field.column) for field in options.concrete_fields}
    columns = [quoted(by_name[name]) for name in (*fields, *same)]
    # Table and column names come from the model; every value is a parameter.
    statement = (
        f"INSERT INTO {quoted(options.db_table)} ({', '.join(columns)}) "  # nosec B608
        f"VALUES ({', '.join(['%s'] * len(columns))}) ON CONFLICT DO NOTHING"
    )
    last = tuple(map(_adapted, same.values()))
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(*map(_adapted, row), *last) for row in rows])


def _adapted(value: Any) -> Any:
    """Return a date or datetime as this database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
