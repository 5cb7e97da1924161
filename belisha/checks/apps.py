from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """The check door: a draft or a photo held up to the policy. It keeps nothing."""

    name = "belisha.checks"
    label = "checks"
