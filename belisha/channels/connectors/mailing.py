"""E-mail to a list of addresses that the school enters, through the outbox. Each gets a mail of its own."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from belisha.channels.connectors import AccountAccess, Connector, ConnectorError, OutgoingPost, SentPost
from belisha.outbox.actions import drop_waiting, queue_to_address
from belisha.outbox.links import absolute

MOST = 2000


def addresses_of(text: str) -> list[str]:
    """Return the addresses of a list, each once. Raise ConnectorError for one that is none, or too many."""
    found = list(dict.fromkeys(line.strip().lower() for line in text.splitlines() if line.strip()))
    for number, each in enumerate(found, 1):
        try:
            validate_email(each)
        except ValidationError:
            raise ConnectorError(f"Address {number} of the list is no e-mail address. Correct it.") from None
        if not each.isascii():
            raise ConnectorError(f"Address {number} of the list has letters that mail cannot be sent to.")
    if not found:
        raise ConnectorError("The list has no address. Enter at least one.")
    if len(found) > MOST:
        raise ConnectorError(f"A list has at most {MOST} addresses. Make two lists.")
    return found


def check(account: AccountAccess) -> None:
    """Raise ConnectorError unless every line of the list is an address."""
    addresses_of(account.secret)


@transaction.atomic
def publish(account: AccountAccess, post: OutgoingPost) -> SentPost:
    """Queue a mail to each address, once however often this is done."""
    words = f"{post.text}\n\n{account.school_name}\n\n{STOPPING}"
    for address in addresses_of(account.secret):
        queue_to_address(
            school_id=account.school_id,
            address=address,
            key=f"{post.token} {hashlib.sha256(address.encode()).hexdigest()[:24]}",
            subject=f"{account.school_name}: {post.title}"[:200],
            text=words,
        )
    return SentPost(absolute(reverse("channels:post", args=[account.school_slug, post.number])))


def remove(account: AccountAccess, remote: str, token: str) -> None:  # noqa: ARG001 - a connector's arguments
    """Drop the mails that still wait."""
    drop_waiting(school_id=account.school_id, key_begins=f"{token} ")


STOPPING = (
    "You get this because the school has your address for its news. To stop it, tell the school office."
)
CONNECTOR = Connector(
    label="E-mail to a list",
    about="Each address gets a mail of its own, and sees none of the others. Words only.",
    check=check,
    publish=publish,
    remove=remove,
    secret_label="Addresses, one a line",  # nosec B106 - the label of a field
    secret_hint="Only of people who agreed to get the school’s news.",  # nosec B106
    is_secret_list=True,
    takes_pictures=False,
    limits="A mail that was sent cannot be called back; those that still wait are dropped.",
)
