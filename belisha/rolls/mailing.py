"""How invitations of an import go out by mail: the outbox stands above this floor and registers itself
here.
"""

from collections.abc import Callable

# The school's id, the invited user's id, a key that is unique at the school ("invitation 12"), and the link.
Sender = Callable[[int, int, str, str], None]
_SENDERS: list[Sender] = []


def register(sender: Sender) -> None:
    """Let `sender` put a mail with a link into the outbox, in the transaction that made the invitation."""
    _SENDERS[:] = [sender]


def can_mail() -> bool:
    """Whether somebody sends mail for us."""
    return bool(_SENDERS)


def mail(school_id: int, user_id: int, key: str, link: str) -> None:
    """Queue a mail with the link. Nothing happens where nobody sends."""
    for sender in _SENDERS:
        sender(school_id, user_id, key, link)
