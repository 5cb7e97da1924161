"""Whether the triggers by which the database itself refuses a change are there."""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper


def missing_triggers(
    connection: BaseDatabaseWrapper, tables: Sequence[str], names: Sequence[str]
) -> list[str]:
    """The triggers of these names that none of the tables has, or that are not always on (PostgreSQL)."""
    slots = ", ".join(["%s"] * len(tables))
    query = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({slots})"  # nosec B608
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            f"WHERE tgenabled = 'A' AND pg_table_is_visible(tgrelid) AND relname IN ({slots})"  # nosec B608
        )
    with connection.cursor() as cursor:
        cursor.execute(query, tables)
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in names if name not in there]
