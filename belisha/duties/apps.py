from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """What is due, of whom, when, and why."""

    name = "belisha.duties"
    label = "duties"
