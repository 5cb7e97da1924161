from django.db import migrations


class Migration(migrations.Migration):
    """Nothing by itself: after each migration every table gets its policy (see `belisha.base.row_security`).

    Without one to run, a database of the version before would be left as it is.
    """

    dependencies = [("base", "0003_disposalpermit")]

    operations = []
