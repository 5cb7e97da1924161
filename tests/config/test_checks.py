"""What keeps a site from being served: `belisha serve` runs these checks and stops at an error."""

from pathlib import Path
from typing import Any

import pytest

from belisha.cli.errors import UsageError
from belisha.cli.startup import check_settings
from belisha.config import env


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


def database_at(url: str) -> dict[str, Any]:
    return {"default": env.database(url, Path("unused"))}


@pytest.mark.parametrize(
    ("url", "is_refused"),
    [
        ("", False),
        ("postgres://b@127.0.0.1/b", False),
        ("postgres://b@localhost/b", False),
        ("postgres:///b", False),
        ("postgres://b@[::1]:5432/b", False),
        ("postgres://b@db.example.org/b", True),
        ("postgres://b@10.0.0.5/b?sslmode=require", True),
        ("postgres://b@db.example.org/b?sslmode=prefer", True),
        ("postgres://b@db.example.org/b?sslmode=verify-full", False),
        ("postgres://b@db/b?sslmode=disable", False),
    ],
)
def test_a_database_elsewhere_is_spoken_to_by_verified_tls(
    settings: Any, url: str, *, is_refused: bool
) -> None:
    settings.DATABASES = database_at(url)
    if is_refused:
        with pytest.raises(UsageError, match=r"without checking its certificate. Add \?sslmode=verify-full"):
            check_settings()
    else:
        check_settings()
