from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from belisha.registers.descriptions import RegisterError, use_register_files
from belisha.rules.vocabulary.loading import pack_files


class RegistersConfig(AppConfig):
    """Requests, permissions and the registers that answers read."""

    name = "belisha.registers"
    label = "registers"

    def ready(self) -> None:
        """Read the registers that a site describes in its own files of words."""
        try:
            use_register_files(Path(each) for each in settings.BELISHA_WORDS if each not in pack_files())
        except RegisterError as error:
            message = f"BELISHA_WORDS: {error}"
            raise ImproperlyConfigured(message) from error
