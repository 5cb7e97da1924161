from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def move(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - what Django calls
    """Keep the tokens with which systems send people: they are access tokens of one scope now."""
    old, new = apps.get_model("rolls", "PushToken"), apps.get_model("people", "AccessToken")
    for row in old.objects.all():
        new.objects.create(
            school_id=row.school_id,
            name=row.name,
            scopes=["push:people"],
            token_hash=row.token_hash,
            made_by_id=row.made_by_id,
            made_at=row.made_at,
            used_at=row.used_at,
            ended_at=row.ended_at,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0007_access_tokens"),
        ("rolls", "0003_push_tokens"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(name="PushToken"),
    ]
