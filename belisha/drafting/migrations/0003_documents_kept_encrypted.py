import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from belisha.base.encrypted_files import keep_file


def encrypt_documents(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Move the bytes of each document into an encrypted file."""
    for document in apps.get_model("drafting", "ImportedDocument").objects.iterator():
        document.file_id = keep_file([bytes(document.data)]).pk
        document.save(update_fields=["file"])


class Migration(migrations.Migration):
    dependencies = [("base", "0003_disposalpermit"), ("drafting", "0002_imported_documents")]

    operations = [
        migrations.AddField(
            model_name="importeddocument",
            name="file",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="base.encryptedfile",
            ),
        ),
        migrations.RunPython(encrypt_documents, migrations.RunPython.noop, elidable=True),
    ]
