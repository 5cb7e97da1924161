"""The table of the shared cache, which counts failed sign-ins for every worker alike."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop_table(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE IF EXISTS base_cache")


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunPython(make_table, drop_table, elidable=False)]
