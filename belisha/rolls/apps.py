from django.apps import AppConfig


class RollsConfig(AppConfig):
    """Bringing in the people of a school from its information system."""

    name = "belisha.rolls"
    label = "rolls"
