from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """By itself, because PostgreSQL alters no table in the transaction that has just changed its rows."""

    dependencies = [("duties", "0002_feeds_of_one_school")]

    operations = [
        migrations.AddConstraint(
            "feed",
            models.CheckConstraint(
                condition=Q(school__isnull=False) | Q(ended_at__isnull=False),
                name="open_feed_is_of_one_school",
            ),
        ),
    ]
