"""Read rows as the driver gives them, twice as fast as through the fields of a model."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import connection, models


def stored_rows(rows: models.QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `values_list(...)` with the values that the driver gives. One query.

    Numbers, text, days, yes or no and NULL are what they are; an instant is naive on SQLite, and what a field
    makes of a value in Python is not made.
    """
    statement, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        yield from cursor.fetchall()


def as_stored(value: Any) -> Any:
    """Return a date or datetime as this database stores it, and any other value as it is."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
