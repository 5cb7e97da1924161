from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Policies: documents, versions and their pages."""

    name = "belisha.policies"
    label = "policies"
