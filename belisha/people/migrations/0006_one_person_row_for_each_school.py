import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """An address may be known to several schools, each with a row of its own for the person."""

    dependencies = [("people", "0005_name_deputies")]

    operations = [
        migrations.AlterField(
            "user", "email", models.EmailField(blank=True, db_index=True, max_length=254, null=True)
        ),
        migrations.AddField(
            "user",
            "account",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="people",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
