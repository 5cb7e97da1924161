from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0002_encrypted_files")]
    operations = [
        migrations.CreateModel(
            name="DisposalPermit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table_name", models.CharField(max_length=80)),
            ],
        ),
    ]
