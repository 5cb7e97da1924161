from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Complaints about the policy, and private concerns."""

    name = "belisha.complaints"
    label = "complaints"
