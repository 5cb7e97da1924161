from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Bringing in the people of a school from its information system."""

    name = "belisha.imports"
    label = "rolls"  # the tables keep the name that they began with
