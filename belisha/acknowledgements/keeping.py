"""The database itself refuses to change or remove an acknowledgement, on SQLite and on PostgreSQL.

`install` is called by the migration, `remove` by tests that empty a database. A later migration that alters
the table on SQLite makes it anew and loses the triggers: let it call `install` last.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from belisha.base.triggers import missing_triggers

TABLE = "acknowledgements_acknowledgement"
REFUSAL = "An acknowledgement is kept as it was made: it is neither changed nor removed."
NAMES = ("acknowledgement_is_not_changed", "acknowledgement_is_not_removed", "acknowledgement_is_not_emptied")

_CHANGED, _REMOVED, _EMPTIED = NAMES
_FUNCTION = "belisha_acknowledgement_stays"

# REPLACE removes a row on SQLite without asking the trigger for DELETE: hence the look at what is there.
_IS_THERE = (
    f"EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id "  # nosec B608 - a name of ours
    "OR (version_id = NEW.version_id AND person_id = NEW.person_id))"
)
_SQLITE = (
    f"CREATE TRIGGER {_CHANGED} BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER {_REMOVED} BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    (
        f"CREATE TRIGGER {_EMPTIED} BEFORE INSERT ON {TABLE} WHEN {_IS_THERE} "  # nosec B608 - names of ours
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ),
)
_POSTGRESQL = (
    (
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    ),
    f"CREATE TRIGGER {_CHANGED} BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()",
    f"CREATE TRIGGER {_REMOVED} BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()",
    f"CREATE TRIGGER {_EMPTIED} BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()",
    # ALWAYS: a session that plays the replica does not get round it.
    *(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}" for name in NAMES),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers into the database. Works within a transaction."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers out: the table can then be emptied. Works within a transaction."""
    where = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection: BaseDatabaseWrapper) -> Sequence[str]:
    """The names of the triggers that the database should have and has not, or that are switched off."""
    return missing_triggers(connection, (TABLE,), NAMES)
