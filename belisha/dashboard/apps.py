from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """The dashboard: what each person sees first, and how a school is set up."""

    name = "belisha.dashboard"
    label = "dashboard"
