"""One setting names the database, and the suite runs on the one it names."""

from __future__ import annotations

import os

import pytest


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_that_the_setting_names() -> None:
    from django.db import connection

    url = os.environ.get("BELISHA_DATABASE_URL", "")
    assert connection.vendor == ("postgresql" if url.startswith("postgres") else "sqlite")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 6 * 7")
        assert cursor.fetchone() == (42,)
