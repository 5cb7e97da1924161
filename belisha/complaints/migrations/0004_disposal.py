"""Let a disposal delete the entries of a matter whose period has passed."""

from typing import Any

from django.db import migrations

from belisha.complaints import triggers


def install(apps: Any, schema_editor: Any) -> None:
    triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0003_handing_on_pacing_and_procedure"), ("base", "0003_disposalpermit")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
