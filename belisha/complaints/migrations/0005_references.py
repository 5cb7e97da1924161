"""A matter is known by a random reference: a number would tell whoever it is about that it exists."""

from typing import Any

from django.db import migrations, models

from belisha.base.references import new_reference


def give_references(apps: Any, schema_editor: Any) -> None:
    for matter in apps.get_model("complaints", "Matter").objects.all():
        matter.reference = new_reference()
        matter.save(update_fields=["reference"])


class Migration(migrations.Migration):
    dependencies = [("complaints", "0004_disposal")]

    operations = [
        migrations.AddField("matter", "reference", models.CharField(max_length=12, null=True)),
        migrations.RunPython(give_references, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "matter", "reference", models.CharField(default=new_reference, max_length=12, unique=True)
        ),
    ]
