from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Induction, training, self-checks and lessons."""

    name = "belisha.training"
    label = "training"
