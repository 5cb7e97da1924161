"""A condition for one of many values, which are handed to the database as one parameter."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler


class Among(Func):
    """Whether a field is one of the values: as `field__in`, whose cost grows with every value.

    `filter(Among("person_id", ids))`. The values are whole numbers or text, as the database stores them, and
    there may be any number of them. Such a filter may be negated where the field is never NULL.
    """

    output_field = BooleanField()

    def __init__(self, field: str, values: Iterable[int] | Iterable[str]) -> None:
        super().__init__(F(field))
        self.values = list(values)

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the condition with its parameter."""
        field, parameters = compiler.compile(self.source_expressions[0])
        if connection.vendor == "postgresql":
            return f"{field} = ANY(%s)", (*parameters, self.values)
        return f"{field} IN (SELECT value FROM json_each(%s))", (*parameters, json.dumps(self.values))  # nosec B608
