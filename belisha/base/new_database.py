"""Create the tables of an empty database at once, as all migrations one after the other would leave them.

Django's `migrate` makes the models anew for each of some hundreds of operations, which takes many seconds and
gives an empty database nothing: see docs/decisions/0044. A test holds that both ways lead to the same tables.
"""

from collections.abc import Collection, Iterator

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class NotEmptyError(Exception):
    """Migrations were applied to the database already."""


def fill_new_database(connection: BaseDatabaseWrapper) -> None:
    """Create every table of an empty database, and what Django adds after a migration."""
    create_tables(connection)
    call_command("migrate", database=connection.alias, verbosity=0, interactive=False)


def create_tables(
    connection: BaseDatabaseWrapper, targets: Collection[tuple[str, str]] | None = None
) -> ProjectState:
    """Create the tables as they are after the migrations `targets` (None: all), in one transaction.

    Return the state of the models then. Raise NotEmptyError where any migration is applied.
    """
    executor = MigrationExecutor(connection)
    if executor.loader.applied_migrations:
        raise NotEmptyError
    nodes = list(executor.loader.graph.leaf_nodes() if targets is None else targets)
    plan = [migration for migration, _ in executor.migration_plan(nodes)]
    state = executor.loader.project_state(nodes)
    with connection.schema_editor(atomic=True) as editor:
        for model in _models(state.apps, connection):
            editor.create_model(model)
        for migration, operation in _lasting(plan):
            operation.database_forwards(migration.app_label, editor, state, state)
        for migration in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)
    return state


def _models(apps: Apps, connection: BaseDatabaseWrapper) -> Iterator[type[models.Model]]:
    """Yield the models that have a table of their own here."""
    for model in apps.get_models():
        if model._meta.can_migrate(connection):  # noqa: SLF001
            yield model


def _lasting(plan: list[Migration]) -> Iterator[tuple[Migration, Operation]]:
    """Yield what migrations do besides changing tables and that leaves something in an empty database.

    An operation is elidable if it only changes rows that earlier versions wrote.
    """
    for migration in plan:
        for operation in migration.operations:
            if isinstance(operation, RunPython | RunSQL) and not operation.elidable:
                yield migration, operation
