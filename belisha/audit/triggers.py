"""Triggers that make the record append-only: the database refuses any change except a new last event.

The migration calls `install`. `remove` is for tests that empty a database, and for a restore, which installs
the triggers again in the same transaction. A migration that alters a table of this app on SQLite recreates
the table without its triggers, and must call `install` last. `missing` lists triggers that are not there.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from belisha.base import triggers
from belisha.base.triggers import POSTGRESQL, SQLITE, DatabaseTrigger

REFUSAL = "The record is never changed: an event that was written stays as it is."
AT_THE_END = "The record is never changed: an event is written at the end of its chain."

_EVENT, _HEAD = "audit_event", "audit_head"
_NEXT = (
    "NEW.number > 0 AND NEW.number = "
    "COALESCE((SELECT number FROM audit_head WHERE chain = NEW.chain), -1) + 1"
)
# REPLACE removes rows without firing the DELETE trigger, so existing rows are checked here.
_REPLACES_NONE = (
    "NOT EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id OR (chain = NEW.chain AND number = NEW.number))"
)
# A second row for a chain with events would be a REPLACE; the primary key refuses an equal one.
_IS_EMPTY = "NOT EXISTS (SELECT 1 FROM audit_event WHERE chain = NEW.chain)"
_GOES_ON = "NEW.chain = OLD.chain AND NEW.number = OLD.number + 1"
_BEGINS = "NEW.number = 0"

TRIGGERS = (
    DatabaseTrigger("event_is_not_changed", _EVENT, "UPDATE", REFUSAL, vendors=(SQLITE,)),
    DatabaseTrigger("event_is_not_removed", _EVENT, "DELETE", REFUSAL, vendors=(SQLITE,)),
    DatabaseTrigger("event_is_not_changed", _EVENT, "UPDATE OR DELETE", REFUSAL, vendors=(POSTGRESQL,)),
    DatabaseTrigger("event_is_not_emptied", _EVENT, "TRUNCATE", REFUSAL, vendors=(POSTGRESQL,)),
    DatabaseTrigger(
        "event_is_at_the_end", _EVENT, "INSERT", AT_THE_END, f"{_NEXT} AND {_REPLACES_NONE}", (SQLITE,)
    ),
    DatabaseTrigger("event_is_at_the_end", _EVENT, "INSERT", AT_THE_END, _NEXT, (POSTGRESQL,)),
    DatabaseTrigger("head_goes_on", _HEAD, "UPDATE", REFUSAL, _GOES_ON),
    DatabaseTrigger("head_is_not_removed", _HEAD, "DELETE", REFUSAL),
    DatabaseTrigger("head_is_not_emptied", _HEAD, "TRUNCATE", REFUSAL, vendors=(POSTGRESQL,)),
    DatabaseTrigger("head_begins", _HEAD, "INSERT", AT_THE_END, f"{_BEGINS} AND {_IS_EMPTY}", (SQLITE,)),
    DatabaseTrigger("head_begins", _HEAD, "INSERT", AT_THE_END, _BEGINS, (POSTGRESQL,)),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Install the triggers in the database. Works within a transaction."""
    triggers.install(connection, TRIGGERS)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Remove the triggers, so that the record can be emptied. Works within a transaction."""
    triggers.remove(connection, TRIGGERS)


def missing(connection: BaseDatabaseWrapper) -> Sequence[str]:
    """Return the names of the triggers that are missing or disabled."""
    return triggers.missing(connection, TRIGGERS)


def names(connection: BaseDatabaseWrapper) -> Sequence[str]:
    """Return the names of the triggers that this kind of database has."""
    return triggers.names(connection, TRIGGERS)
