"""What the tests of acknowledgements share."""

from __future__ import annotations

from django.db import connection

from belisha.acknowledgements import triggers
from belisha.acknowledgements.models import Acknowledgement, Understanding


def forget_all() -> None:
    """Nobody has acknowledged anything: the demonstration's own go, behind the guard's back."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Acknowledgement._meta.db_table}")
    triggers.install(connection)
    Understanding.objects.all().delete()
