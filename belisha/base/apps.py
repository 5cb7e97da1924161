from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Shared building blocks of all apps."""

    name = "belisha.base"
    label = "base"

    def ready(self) -> None:
        """Register the system checks."""
        from belisha.base import checks  # noqa: F401, PLC0415
