"""The database keeps the record: it refuses to change, remove or insert events anywhere but at the end.

`install` is called by the migration. `remove` is for tests that empty a database, and for a restore, which
puts the guard back in the same transaction. A later migration that alters a table of this app on SQLite
makes it anew and loses its triggers: let it call `install` last. `missing` says what is not there.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from belisha.base.triggers import missing_triggers

REFUSAL = "The record is never changed: an event that was written stays as it is."
AT_THE_END = "The record is never changed: an event is written at the end of its chain."
NAMES = {
    "sqlite": (
        "event_is_not_changed",
        "event_is_not_removed",
        "event_is_at_the_end",
        "head_goes_on",
        "head_is_not_removed",
        "head_begins",
    ),
    "postgresql": (
        "event_is_not_changed",
        "event_is_not_emptied",
        "event_is_at_the_end",
        "head_goes_on",
        "head_is_not_removed",
        "head_is_not_emptied",
        "head_begins",
    ),
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers into the database, where they are not there yet. Works within a transaction."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers out: the record can then be emptied. Works within a transaction."""
    with connection.cursor() as cursor:
        for name in NAMES[connection.vendor]:
            table = f"audit_{name.split('_', maxsplit=1)[0]}"
            where = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection: BaseDatabaseWrapper) -> Sequence[str]:
    """The names of the triggers that the database should have and has not, or that are switched off."""
    return missing_triggers(connection, ("audit_event", "audit_head"), NAMES[connection.vendor])


_NEXT = (
    "NEW.number > 0 AND NEW.number = "
    "COALESCE((SELECT number FROM audit_head WHERE chain = NEW.chain), -1) + 1"
)
_REPLACES_NONE = (
    "NOT EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id OR (chain = NEW.chain AND number = NEW.number))"
)
_IS_EMPTY = "NOT EXISTS (SELECT 1 FROM audit_event WHERE chain = NEW.chain)"
_GOES_ON = "NEW.chain = OLD.chain AND NEW.number = OLD.number + 1"
_BEGINS = "NEW.number = 0"


def _sqlite(name: str, event: str, *, unless: str = "0", message: str = REFUSAL) -> str:
    table = f"audit_{name.split('_', maxsplit=1)[0]}"
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN NOT ({unless}) "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


# REPLACE removes rows without asking the trigger for DELETE: hence the look at what is there already.
_SQLITE = (
    _sqlite("event_is_not_changed", "UPDATE"),
    _sqlite("event_is_not_removed", "DELETE"),
    _sqlite(
        "event_is_at_the_end",
        "INSERT",
        unless=f"{_NEXT} AND {_REPLACES_NONE}",
        message=AT_THE_END,
    ),
    _sqlite("head_goes_on", "UPDATE", unless=_GOES_ON),
    _sqlite("head_is_not_removed", "DELETE"),
    _sqlite(
        "head_begins",
        "INSERT",
        # A second row for a chain that has events would be a REPLACE; an equal one is left to the key.
        unless=f"{_BEGINS} AND {_IS_EMPTY}",
        message=AT_THE_END,
    ),
)


def _function(name: str, unless: str, message: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {unless} "
        f"THEN RETURN NEW; END IF; RAISE EXCEPTION '{message}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )


def _postgresql(name: str, event: str, function: str, each: str = "ROW") -> tuple[str, str]:
    table = f"audit_{name.split('_', maxsplit=1)[0]}"
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()",
        # ALWAYS: a session that plays the replica does not get round it.
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    )


_POSTGRESQL = (
    _function("belisha_record_stays", "false", REFUSAL),
    _function("belisha_event_at_end", _NEXT, AT_THE_END),
    _function("belisha_head_goes_on", _GOES_ON, REFUSAL),
    _function("belisha_head_begins", _BEGINS, AT_THE_END),
    *_postgresql("event_is_not_changed", "UPDATE OR DELETE", "belisha_record_stays"),
    *_postgresql("event_is_not_emptied", "TRUNCATE", "belisha_record_stays", "STATEMENT"),
    *_postgresql("event_is_at_the_end", "INSERT", "belisha_event_at_end"),
    *_postgresql("head_goes_on", "UPDATE", "belisha_head_goes_on"),
    *_postgresql("head_is_not_removed", "DELETE", "belisha_record_stays"),
    *_postgresql("head_is_not_emptied", "TRUNCATE", "belisha_record_stays", "STATEMENT"),
    *_postgresql("head_begins", "INSERT", "belisha_head_begins"),
)
