from django.apps import AppConfig


class BaseConfig(AppConfig):
    """What every page and every app stands on."""

    name = "belisha.base"
    label = "base"

    def ready(self) -> None:
        """Register the system checks."""
        from belisha.base import checks  # noqa: F401, PLC0415
