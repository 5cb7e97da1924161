"""Let the database refuse to change or remove an entry of a chronology."""

from typing import Any

from django.db import migrations

from belisha.cases import triggers


def install(apps: Any, schema_editor: Any) -> None:
    triggers.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("base", "0003_disposalpermit")]
    operations = [migrations.RunPython(install, remove)]
