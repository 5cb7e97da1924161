"""Triggers that make the database refuse to change or delete an acknowledgement, or that one is set aside."""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from belisha.base import triggers
from belisha.base.triggers import write_once

TABLE = "acknowledgements_acknowledgement"
REFUSAL = "An acknowledgement is kept as it was made: it is neither changed nor removed."
ACKNOWLEDGEMENTS = write_once(
    "acknowledgement",
    TABLE,
    REFUSAL,
    "version_id = NEW.version_id AND person_id = NEW.person_id AND COALESCE(replaces_id, 0) = "
    "COALESCE(NEW.replaces_id, 0)",
)
SET_ASIDE = write_once(
    "setting_aside",
    "acknowledgements_setaside",
    "What was set aside stays so: the entry is neither changed nor removed.",
    "acknowledgement_id = NEW.acknowledgement_id",
)
TRIGGERS = (*ACKNOWLEDGEMENTS, *SET_ASIDE)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers. Works within a transaction."""
    triggers.install(connection, TRIGGERS)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers, so that the tables can be emptied. Works within a transaction."""
    triggers.remove(connection, TRIGGERS)


def missing(connection: BaseDatabaseWrapper) -> Sequence[str]:
    """Return the names of triggers that are missing or disabled."""
    return triggers.missing(connection, TRIGGERS)


def names(connection: BaseDatabaseWrapper) -> Sequence[str]:
    """Return the names of the triggers that this kind of database has."""
    return triggers.names(connection, TRIGGERS)
