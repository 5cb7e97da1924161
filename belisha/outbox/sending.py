"""Send one mail through the mail server, and interpret its answer."""

import hashlib
import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from enum import Enum, auto

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from belisha.outbox.links import site_name
from belisha.outbox.models import Notice
from belisha.outbox.refusals import Refusal, refusal_of


class Outcome(Enum):
    """The outcome of an attempt."""

    SENT = auto()
    REFUSED = auto()  # permanently: trying again does not help
    LATER = auto()  # this mail, later
    BROKEN_OFF = auto()  # the connection broke during this mail
    UNREACHABLE = auto()  # nothing can be sent now, whoever it is to
    NOT_FROM_US = auto()  # the server refuses this site, and not the one it is to


@dataclass(frozen=True, slots=True)
class Attempt:
    """The outcome and the mail server's words. `is_address`: the address itself was refused."""

    outcome: Outcome
    said: str = ""
    is_address: bool = False


def message_id(notice: Notice) -> str:
    """Return the same id for every attempt at a notice, so that a copy can be recognised."""
    digest = hashlib.sha256(f"{notice.school_id} {notice.key}".encode()).hexdigest()[:20]
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = sender.rpartition("@")[2] or site_name()
    return f"<belisha-{notice.pk}-{digest}@{domain}>"


def send_message(connection: BaseEmailBackend, notice: Notice, address: str) -> Attempt:
    """Send the mail, and return what the mail server answered.

    An address with a typographic apostrophe or an accent before the @ is refused here: Django would encode it
    as an address that nobody has, and the mail would count as sent.
    """
    if not address.partition("@")[0].isascii():
        return Attempt(Outcome.REFUSED, "the address has letters that no mailbox has", is_address=True)
    return _send(connection, _letter(connection, notice, address), address)


def _send(connection: BaseEmailBackend, letter: EmailMessage, address: str) -> Attempt:
    try:
        connection.open()
    except smtplib.SMTPResponseException as error:
        return Attempt(Outcome.UNREACHABLE, _words(error.smtp_code, error.smtp_error, address))
    except OSError as error:  # smtplib's other errors are among these
        return Attempt(Outcome.UNREACHABLE, _said(error))
    try:
        connection.send_messages([letter])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return _by_code(code, _words(code, said, address))
    except smtplib.SMTPSenderRefused as error:
        return _by_code(error.smtp_code, _words(error.smtp_code, error.smtp_error, address), is_sender=True)
    except smtplib.SMTPResponseException as error:
        return _by_code(error.smtp_code, _words(error.smtp_code, error.smtp_error, address))
    except OSError as error:
        return Attempt(Outcome.BROKEN_OFF, _said(error))
    except ValueError as error:
        return Attempt(Outcome.REFUSED, _said(error).replace(address, "the address"), is_address=True)
    return Attempt(Outcome.SENT)


def _letter(connection: BaseEmailBackend, notice: Notice, address: str) -> EmailMessage:
    """Return the mail, marked as written by a machine, so that no absence notice answers it (RFC 3834)."""
    headers = {
        "Message-ID": message_id(notice),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    return EmailMessage(
        " ".join(notice.subject.split()),
        notice.text,
        None,
        [address],
        headers=headers,
        reply_to=[settings.REPLY_TO_EMAIL] if settings.REPLY_TO_EMAIL else None,
        connection=connection,
    )


def _by_code(code: int, said: str, *, is_sender: bool = False) -> Attempt:
    """Return what the server's answer means. `is_sender`: it came before the server had heard of whom to."""
    if code == 421:
        return Attempt(Outcome.BROKEN_OFF, said)
    refusal = refusal_of(code, said)
    if refusal is Refusal.FOR_NOW:
        return Attempt(Outcome.UNREACHABLE if is_sender else Outcome.LATER, said)
    if refusal is Refusal.MESSAGE:
        return Attempt(Outcome.REFUSED, said)
    if refusal is Refusal.RECIPIENT and not is_sender:
        return Attempt(Outcome.REFUSED, said, is_address=True)
    return Attempt(Outcome.NOT_FROM_US, said)


def _words(code: int, said: bytes | str, address: str) -> str:
    """Return the server's answer without the recipient's address, which it may repeat."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    text = " ".join(text.split()).replace(address, "the address")
    return f"{code} {text}"[:300]


def _said(error: Exception) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:300]
