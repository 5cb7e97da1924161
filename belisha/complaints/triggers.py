"""Triggers that make the database refuse to change or delete an entry of a complaint or concern."""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from belisha.base import triggers
from belisha.base.triggers import write_once

TABLE = "complaints_entry"
REFUSAL = "An entry is kept as it was written: it is neither changed nor removed."
TRIGGERS = write_once("complaint_entry", TABLE, REFUSAL)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers. Works within a transaction."""
    triggers.install(connection, TRIGGERS)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers, so that the table can be emptied. Works within a transaction."""
    triggers.remove(connection, TRIGGERS)


def missing(connection: BaseDatabaseWrapper) -> Sequence[str]:
    """Return the names of triggers that are missing or disabled."""
    return triggers.missing(connection, TRIGGERS)
