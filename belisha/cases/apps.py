from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Reports of what has happened, and the cases that come of them."""

    name = "belisha.cases"
    label = "cases"
