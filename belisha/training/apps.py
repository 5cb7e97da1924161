from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Induction, training, self-checks and lessons."""

    name = "belisha.training"
    label = "training"

    def ready(self) -> None:
        """Say to the sweep what is due."""
        from belisha.duties.sources import register  # noqa: PLC0415
        from belisha.training.other_duties import NAME, others_wanted  # noqa: PLC0415
        from belisha.training.sources import wanted  # noqa: PLC0415

        register("training", wanted)
        register(NAME, others_wanted)
