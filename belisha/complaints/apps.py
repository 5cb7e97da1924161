from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Complaints about the policy, and private concerns."""

    name = "belisha.complaints"
    label = "complaints"

    def ready(self) -> None:
        """Say to the sweep what is due."""
        from belisha.complaints.sources import wanted  # noqa: PLC0415
        from belisha.duties.sources import register  # noqa: PLC0415

        register("complaints", wanted)
