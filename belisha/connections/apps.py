from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """Other systems: the tokens that they use, the interface they read and ask by, what is sent to them."""

    name = "belisha.connections"
    label = "connections"
