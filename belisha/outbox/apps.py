from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_delete


class OutboxConfig(AppConfig):
    """The outbox: every mail is queued here and sent from here."""

    name = "belisha.outbox"
    label = "notices"

    def ready(self) -> None:
        """Send invitations by the outbox: those of an import if there is a mail server, and single ones."""
        from belisha.imports.invitation_mail import register  # noqa: PLC0415
        from belisha.outbox.invitation_mail import (  # noqa: PLC0415  # models are there only now
            InvitationPost,
            drop_mail_of,
            queue_invitation,
        )
        from belisha.people.accounts import mail  # noqa: PLC0415
        from belisha.people.models import Invitation  # noqa: PLC0415

        if settings.EMAIL_HOST:
            register(queue_invitation)
        mail.register(InvitationPost())
        post_delete.connect(drop_mail_of, sender=Invitation, dispatch_uid="drop mail of an invitation")
