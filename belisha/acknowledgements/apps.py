from django.apps import AppConfig


class AcknowledgementsConfig(AppConfig):
    """Who has read and agreed to which version."""

    name = "belisha.acknowledgements"
    label = "acknowledgements"
