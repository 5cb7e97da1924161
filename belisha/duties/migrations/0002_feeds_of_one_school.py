from django.conf import settings
from django.db import migrations
from django.utils import timezone


def give_each_feed_its_school(apps, schema_editor):
    """Keep the links of people at one school, for that school. End the others: they mixed schools."""
    memberships = apps.get_model("people", "Membership").objects.filter(to_on__isnull=True)
    for feed in apps.get_model("duties", "Feed").objects.filter(school__isnull=True, ended_at__isnull=True):
        schools = set(memberships.filter(user=feed.person_id).values_list("school", flat=True))
        if len(schools) == 1:
            feed.school_id = schools.pop()
        else:
            feed.ended_at = timezone.now()
        feed.save(update_fields=["school", "ended_at"])


class Migration(migrations.Migration):
    """A calendar link shows the duties of one school."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("duties", "0001_initial"),
        ("people", "0006_one_person_row_for_each_school"),
    ]

    operations = [
        migrations.RemoveConstraint("feed", "feed_of_a_person_or_an_office"),
        migrations.RunPython(give_each_feed_its_school, migrations.RunPython.noop, elidable=True),
    ]
