"""Invitations by mail: the outbox stands above this floor and registers itself here."""

from typing import Protocol

from django.template.loader import render_to_string

from belisha.people.models import Invitation
from belisha.people.roles import role_label


class Post(Protocol):
    """What takes an invitation's mail and sends it."""

    def queue(self, invitation: Invitation, subject: str, text: str) -> None:
        """Put it into the outbox, in the transaction of the invitation."""

    def send_now(self, invitation: Invitation) -> str:
        """Try at once: "sent", "waiting" (it is tried again by itself) or "refused"; "" without a server."""


_POSTS: list[Post] = []


def register(post: Post) -> None:
    """Let `post` carry the invitations. Called once, when an app is ready."""
    _POSTS[:] = [post]


def queue_invitation(invitation: Invitation, link: str) -> None:
    """Write the mail with the link to the invited person, in the transaction of the invitation."""
    context = {"invitation": invitation, "link": link, "role": role_label(invitation.role)}
    text = render_to_string("people/mail/invitation.txt", context)
    for post in _POSTS:
        post.queue(invitation, f"Your account at {invitation.school.name}", text)


def send_invitation(invitation: Invitation) -> str:
    """Try to send it at once, after its transaction: "sent", "waiting", "refused", or "" without a server."""
    return next((post.send_now(invitation) for post in _POSTS), "")
