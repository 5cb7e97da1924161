from django.apps import AppConfig


class DeskConfig(AppConfig):
    """What each person sees first."""

    name = "belisha.desk"
    label = "desk"
