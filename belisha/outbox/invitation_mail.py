"""Invitation mail: queued with the invitation, tried at once, kept until it is sent."""

from typing import Any

from django.conf import settings

from belisha.outbox.actions import queue_notice, queue_to_address
from belisha.outbox.delivery import deliver_now
from belisha.outbox.models import Notice, NoticeState, Priority
from belisha.people.models import Invitation, School, User

WITHDRAWN = "the invitation was withdrawn"
SAID = {NoticeState.SENT: "sent", NoticeState.DROPPED: "refused"}


def queue_invitation(school_id: int, to_id: int, key: str, link: str) -> None:
    """Queue the mail with an imported person's link, in the transaction of the invitation."""
    school = School.objects.get(pk=school_id)
    text = (
        f"{school.name} has made you an account for its social media policy.\n\n"
        f"Follow this link to choose a password:\n{link}\n\n"
        "This link is only for you. If you did not expect this email, you can ignore it."
    )
    queue_notice(
        school_id=school_id, to_id=to_id, key=key, subject=f"Your account at {school.name}", text=text
    )


class InvitationPost:
    """Send single invitations, and links to a new password."""

    def queue(self, invitation: Invitation, subject: str, text: str) -> None:
        """Queue the mail, if there is a mail server."""
        if settings.EMAIL_HOST:
            queue_to_address(
                school_id=invitation.school_id,
                address=invitation.email,
                key=key_of(invitation),
                subject=subject[:200],
                text=text,
            )

    def queue_to_person(self, school_id: int, user: User, key: str, subject: str, text: str) -> None:
        """Queue a mail to a person, to be sent at once whatever the hour."""
        queue_notice(
            school_id=school_id,
            to_id=user.pk,
            key=key,
            subject=subject,
            text=text,
            pace=Priority.AT_ONCE,
        )

    def send_now(self, invitation: Invitation) -> str:
        """Try to send it now; return "sent", "waiting" or "refused", or "" without a mail server."""
        state = deliver_now(invitation.school_id, key_of(invitation))
        return SAID.get(state, "waiting") if state is not None else ""


def key_of(invitation: Invitation) -> str:
    """Return the key of an invitation's mail."""
    return f"invitation {invitation.pk}"


def drop_mail_of(sender: type[Invitation], instance: Invitation, **told: Any) -> None:  # noqa: ARG001
    """Drop the mail of an invitation that is withdrawn or replaced: its link no longer works."""
    mails = Notice.objects.filter(school=instance.school_id, key=key_of(instance))
    mails.filter(state__in=[NoticeState.WAITING, NoticeState.DROPPED]).update(
        state=NoticeState.DROPPED, trouble=WITHDRAWN, refused="", text=""
    )
