"""Mail about accounts. The outbox is a floor above, so it registers itself here."""

from secrets import token_hex
from typing import Protocol

from django.template.loader import render_to_string

from belisha.people.models import Invitation, Membership, User
from belisha.people.roles import role_label


class AccountMailer(Protocol):
    """Queues and sends the mail of invitations and password resets."""

    def queue(self, invitation: Invitation, subject: str, text: str) -> None:
        """Add it to the outbox, in the transaction of the invitation."""

    def queue_to_person(self, school_id: int, user: User, key: str, subject: str, text: str) -> None:
        """Add a mail to a person to the outbox, to be sent whatever the hour."""

    def send_now(self, invitation: Invitation) -> str:
        """Try now. Return "sent", "waiting" (for a retry), "refused", or "" with no server."""


_MAILERS: list[AccountMailer] = []


def register(mailer: AccountMailer) -> None:
    """Let `mailer` send the mail. Called once, when an app is ready."""
    _MAILERS[:] = [mailer]


def queue_invitation(invitation: Invitation, link: str) -> None:
    """Queue the mail with the link, in the transaction of the invitation."""
    context = {"invitation": invitation, "link": link, "role": role_label(invitation.role)}
    text = render_to_string("people/mail/invitation.txt", context)
    for mailer in _MAILERS:
        mailer.queue(invitation, f"Your account at {invitation.school.name}", text)


def send_invitation(invitation: Invitation) -> str:
    """Try to send it, after its transaction. Return "sent", "waiting", "refused", or "" with no server."""
    return next((mailer.send_now(invitation) for mailer in _MAILERS), "")


def queue_password_reset(user: User, link: str) -> None:
    """Queue the mail with the link to a new password, from the school where the person was last."""
    row = Membership.objects.filter(user=user).select_related("school").order_by("from_on", "pk").last()
    if row is None:
        return
    text = render_to_string("people/mail/password_reset.txt", {"school": row.school, "link": link})
    for mailer in _MAILERS:
        mailer.queue_to_person(
            row.school_id, user, f"password reset {token_hex(8)}", "A new password for Belisha", text
        )
