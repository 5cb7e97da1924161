from django.apps import AppConfig


class AcknowledgementsConfig(AppConfig):
    """Who has read and agreed to which version."""

    name = "belisha.acknowledgements"
    label = "acknowledgements"

    def ready(self) -> None:
        """Let the sweep ask who is due to acknowledge what."""
        from belisha.acknowledgements.sources import NAME, WHY_DROPPED, wanted  # noqa: PLC0415
        from belisha.duties.sources import register  # noqa: PLC0415

        register(NAME, wanted, WHY_DROPPED)
