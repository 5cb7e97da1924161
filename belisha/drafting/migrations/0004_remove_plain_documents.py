from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("drafting", "0003_documents_kept_encrypted")]

    operations = [migrations.RemoveField(model_name="importeddocument", name="data")]
