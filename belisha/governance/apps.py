from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """What governors and the head see: figures, suggestions, decisions, the inspection pack."""

    name = "belisha.governance"
    label = "governance"
