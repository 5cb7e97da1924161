from django.apps import AppConfig


class ReputationConfig(AppConfig):
    """What is said of the school in public: places, looks, mentions, replies."""

    name = "belisha.reputation"
    label = "reputation"
