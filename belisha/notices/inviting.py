"""The mails that let people in: written with their invitation, tried at once, kept until they are taken."""

from typing import Any

from django.conf import settings

from belisha.notices.actions import queue_notice, queue_to_address
from belisha.notices.delivery import deliver_now
from belisha.notices.models import Notice, NoticeState
from belisha.people.models import Invitation, School

WITHDRAWN = "the invitation was withdrawn"
SAID = {NoticeState.SENT: "sent", NoticeState.DROPPED: "refused"}


def queue_invitation(school_id: int, to_id: int, key: str, link: str) -> None:
    """Put the mail with an invited person's link into the outbox, in the transaction of the invitation."""
    school = School.objects.get(pk=school_id)
    text = (
        f"{school.name} keeps its social media policy here, and has made an account for you.\n\n"
        f"Follow this link to choose a password:\n{link}\n\n"
        "The link is for you alone. If you did not expect it, leave it be: nothing happens without it."
    )
    queue_notice(
        school_id=school_id, to_id=to_id, key=key, subject=f"Your account at {school.name}", text=text
    )


class InvitationPost:
    """Carries the invitations that are made one by one."""

    def queue(self, invitation: Invitation, subject: str, text: str) -> None:
        """Put the mail into the outbox; nothing happens without a mail server."""
        if settings.EMAIL_HOST:
            queue_to_address(
                school_id=invitation.school_id,
                address=invitation.email,
                key=key_of(invitation),
                subject=subject[:200],
                text=text,
            )

    def send_now(self, invitation: Invitation) -> str:
        """Try at once: "sent", "waiting" or "refused"; "" without a mail server."""
        state = deliver_now(invitation.school_id, key_of(invitation))
        return SAID.get(state, "waiting") if state is not None else ""


def key_of(invitation: Invitation) -> str:
    """The key of an invitation's mail."""
    return f"invitation {invitation.pk}"


def drop_mail_of(sender: type[Invitation], instance: Invitation, **told: Any) -> None:  # noqa: ARG001
    """An invitation that is withdrawn or replaced sends no mail any more: its link leads nowhere."""
    mails = Notice.objects.filter(school=instance.school_id, key=key_of(instance))
    mails.filter(state__in=[NoticeState.WAITING, NoticeState.DROPPED]).update(
        state=NoticeState.DROPPED, trouble=WITHDRAWN, refused="", text=""
    )
