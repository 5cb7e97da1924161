from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """Beginning a policy and changing its draft."""

    name = "belisha.drafting"
    label = "drafting"
