"""What keeps a site from being served: `belisha serve` runs these checks and stops at an error."""

from typing import Any

import pytest

from belisha.cli.errors import UsageError
from belisha.cli.startup import check_settings


def test_debugging_where_other_machines_reach_the_site_is_refused(settings: Any) -> None:
    check_settings()
    settings.DEBUG = True
    check_settings()
    settings.ALLOWED_HOSTS = ["policy.example.org"]
    with pytest.raises(UsageError, match="Debugging is on, and other machines can reach the site"):
        check_settings()


def test_a_short_secret_key_is_refused(settings: Any) -> None:
    settings.SECRET_KEY = "short"
    with pytest.raises(UsageError, match="shorter than 32 characters"):
        check_settings()
