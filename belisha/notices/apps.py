from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_delete


class NoticesConfig(AppConfig):
    """The outbox of mail."""

    name = "belisha.notices"
    label = "notices"

    def ready(self) -> None:
        """Carry invitations: those of an import where there is a mail server, and those made one by one."""
        from belisha.notices.inviting import (  # noqa: PLC0415  # models are there only now
            InvitationPost,
            drop_mail_of,
            queue_invitation,
        )
        from belisha.people import mail  # noqa: PLC0415
        from belisha.people.models import Invitation  # noqa: PLC0415
        from belisha.rolls.mailing import register  # noqa: PLC0415

        if settings.EMAIL_HOST:
            register(queue_invitation)
        mail.register(InvitationPost())
        post_delete.connect(drop_mail_of, sender=Invitation, dispatch_uid="drop mail of an invitation")
