from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Requests, permissions and the registers that answers read."""

    name = "belisha.registers"
    label = "registers"
