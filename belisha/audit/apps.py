from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The record of who changed what."""

    name = "belisha.audit"
    label = "audit"
