from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    """Shared building blocks of all apps."""

    name = "belisha.base"
    label = "base"

    def ready(self) -> None:
        """Register the system checks, and renew the policies of the tables after each migration."""
        from belisha.base import checks  # noqa: F401, PLC0415

        post_migrate.connect(_renew_policies, sender=self)


def _renew_policies(using: str, **kwargs: Any) -> None:  # noqa: ARG001 - as Django sends it
    from belisha.base.row_security import install  # noqa: PLC0415 - asks for models

    install(connections[using])
