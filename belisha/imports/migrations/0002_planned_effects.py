from django.db import migrations, models
from django.db.models import Q

CODES = {
    "columns to be named": "columns",
    "job titles to be named": "titles",
    "under way": "applying",
    "dropped": "cancelled",
}
OPEN = ["columns", "titles", "checked", "applying"]
STATES = [*OPEN, "done", "cancelled", "undone"]


def to_codes(apps, schema_editor):
    """Write states as codes. An import that was checked or under way had no effects planned.

    One that was checked goes back to its job titles; one under way ends where it is, and the same file
    imported again does the rest.
    """
    rolls = apps.get_model("rolls", "Roll").objects
    for words, code in CODES.items():
        rolls.filter(state=words).update(state=code)
    unplanned = rolls.filter(state__in=["checked", "applying"])
    apps.get_model("rolls", "RollLine").objects.filter(roll__in=unplanned, is_done=False).delete()
    rolls.filter(state="applying").update(state="done")
    rolls.filter(state="checked").update(state="titles")


def to_words(apps, schema_editor):
    """Write states as they were written before."""
    rolls = apps.get_model("rolls", "Roll").objects
    for words, code in CODES.items():
        rolls.filter(state=code).update(state=words)


class Migration(migrations.Migration):

    dependencies = [("rolls", "0001_bring_in_people")]

    operations = [
        migrations.RemoveConstraint("roll", "one_open_import"),
        migrations.RemoveConstraint("roll", "roll_state_known"),
        migrations.AddField("rollline", "effects", models.JSONField(default=dict)),
        migrations.AddField("rolllayout", "date_order", models.CharField(blank=True, max_length=5)),
        migrations.AlterField("roll", "meaning", models.JSONField(db_column="meaning", default=dict)),
        migrations.RenameField("roll", "meaning", "column_mapping"),
        migrations.RunPython(to_codes, to_words, elidable=True),
        migrations.AlterField(
            "roll",
            "state",
            models.CharField(
                choices=[
                    ("columns", "say what the columns mean"),
                    ("titles", "say what the job titles mean"),
                    ("checked", "check what would change"),
                    ("applying", "under way"),
                    ("done", "complete"),
                    ("cancelled", "cancelled"),
                    ("undone", "undone"),
                ],
                default="columns",
                max_length=24,
            ),
        ),
        migrations.AddConstraint(
            "roll",
            models.UniqueConstraint(condition=Q(state__in=OPEN), fields=("school",), name="one_open_import"),
        ),
        migrations.AddConstraint(
            "roll", models.CheckConstraint(condition=Q(state__in=STATES), name="roll_state_known")
        ),
    ]
