from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Five schools and invented people."""

    name = "belisha.demo"
    label = "demo"
