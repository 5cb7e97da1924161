"""Whether the database fits this version of Belisha: new, current, older or newer."""

from enum import StrEnum

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


class DatabaseState(StrEnum):
    """How the database's migrations compare with those of the program."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"


def database_state(connection: BaseDatabaseWrapper) -> tuple[DatabaseState, str]:
    """Return the state, and for a newer database a migration that this program does not know."""
    executor = MigrationExecutor(connection)
    applied = set(executor.loader.applied_migrations)
    if not applied:
        return DatabaseState.EMPTY, ""
    unknown = unknown_migration(executor.loader, applied)
    if unknown:
        return DatabaseState.NEWER, unknown
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return (DatabaseState.OLDER if behind else DatabaseState.CURRENT), ""


def unknown_migration(loader: MigrationLoader, migrations: set[tuple[str, str]]) -> str:
    """Return one of `migrations` that this program does not know, as `app.name`, or ""."""
    unknown = sorted(migrations - set(loader.disk_migrations))
    return ".".join(unknown[0]) if unknown else ""


def apps_of(connection: BaseDatabaseWrapper) -> Apps:
    """Return the models as they are in the database, which may be older than the program."""
    loader = MigrationLoader(connection)
    applied = [node for node in loader.graph.nodes if node in loader.applied_migrations]
    return loader.project_state(applied).apps
