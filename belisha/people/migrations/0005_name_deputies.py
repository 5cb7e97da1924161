from django.db import migrations, models


class Migration(migrations.Migration):
    """`stands_in` is called `is_deputy`. The column keeps its name, so nothing changes in the database."""

    dependencies = [("people", "0004_asks_on_joining")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("membership", "stands_in", "is_deputy"),
                migrations.AlterField(
                    "membership", "is_deputy", models.BooleanField(default=False, db_column="stands_in")
                ),
            ]
        )
    ]
