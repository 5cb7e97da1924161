from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """How long things are kept, disposal, requests about personal data, breaches, looks."""

    name = "belisha.retention"
    label = "retention"
