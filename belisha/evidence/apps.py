from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Files and facts that are kept as evidence, with custody."""

    name = "belisha.evidence"
    label = "evidence"
