"""Send invitations of an import by mail: the outbox is a floor above, and registers itself here."""

from collections.abc import Callable

# The school's id, the invited user's id, a key that is unique at the school ("invitation 12"), and the link.
Sender = Callable[[int, int, str, str], None]
_SENDERS: list[Sender] = []


def register(sender: Sender) -> None:
    """Register `sender`, which puts a mail with a link into the outbox in the transaction of
    the invitation.
    """
    _SENDERS[:] = [sender]


def can_mail() -> bool:
    """Return whether somebody sends mail for us."""
    return bool(_SENDERS)


def mail(school_id: int, user_id: int, key: str, link: str) -> None:
    """Queue a mail with the link. Do nothing if nobody sends."""
    for sender in _SENDERS:
        sender(school_id, user_id, key, link)
