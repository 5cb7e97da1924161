"""Let a disposal delete acknowledgements whose period has passed."""

from typing import Any

from django.db import migrations

from belisha.acknowledgements import triggers


def install(apps: Any, schema_editor: Any) -> None:
    triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("acknowledgements", "0002_set_aside"), ("base", "0003_disposalpermit")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
