import sqlite3
from datetime import date
from functools import lru_cache
from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate
from django.utils.dateparse import parse_date


class BaseConfig(AppConfig):
    """Shared building blocks of all apps."""

    name = "belisha.base"
    label = "base"

    def ready(self) -> None:
        """Register the system checks, and renew the policies of the tables after each migration."""
        from belisha.base import checks  # noqa: F401, PLC0415

        # SQLite stores a day as text. A sweep reads the same few by the million: each is made once. The
        # connection is asked for first, since its backend registers a converter of its own.
        if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
            sqlite3.register_converter("date", lru_cache(maxsize=4096)(_day))
        post_migrate.connect(_renew_policies, sender=self)


def _day(stored: bytes) -> date | None:
    return parse_date(stored.decode())


def _renew_policies(using: str, **kwargs: Any) -> None:  # noqa: ARG001 - as Django sends it
    from belisha.base.row_security import install  # noqa: PLC0415 - asks for models

    install(connections[using])
