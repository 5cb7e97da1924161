from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The record of what was changed and by whom."""

    name = "belisha.audit"
    label = "audit"
