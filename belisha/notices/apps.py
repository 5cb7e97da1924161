from django.apps import AppConfig
from django.conf import settings


class NoticesConfig(AppConfig):
    """The outbox of mail."""

    name = "belisha.notices"
    label = "notices"

    def ready(self) -> None:
        """Send the invitations of an import, where there is a mail server."""
        from belisha.notices.inviting import queue_invitation  # noqa: PLC0415
        from belisha.rolls.mailing import register  # noqa: PLC0415

        if settings.EMAIL_HOST:
            register(queue_invitation)
