"""One letter handed to the mail server, and what its answer means."""

import hashlib
import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from enum import Enum, auto

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from belisha.notices.links import site_name
from belisha.notices.models import Notice


class Outcome(Enum):
    """What became of an attempt."""

    SENT = auto()
    REFUSED = auto()  # for good: trying again does not help
    LATER = auto()  # this letter, later
    BROKEN_OFF = auto()  # the connection broke while this letter was on its way
    UNREACHABLE = auto()  # nothing can be sent now, by nobody's fault who it is to


@dataclass(frozen=True, slots=True)
class Attempt:
    """The outcome, and what the mail server said. `is_address` marks a refusal of the address itself."""

    outcome: Outcome
    said: str = ""
    is_address: bool = False


def message_id(notice: Notice) -> str:
    """The same for every attempt at the same notice, so that who gets it twice can see that it is one."""
    digest = hashlib.sha256(f"{notice.school_id} {notice.key}".encode()).hexdigest()[:20]
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = sender.rpartition("@")[2] or site_name()
    return f"<belisha-{notice.pk}-{digest}@{domain}>"


def hand_over(connection: BaseEmailBackend, notice: Notice, address: str) -> Attempt:
    """Give the letter to the mail server. It is sent once the server has said that it took it."""
    headers = {"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"}
    subject = " ".join(notice.subject.split())
    letter = EmailMessage(subject, notice.text, None, [address], headers=headers, connection=connection)
    try:
        connection.open()
    except OSError as error:  # smtplib's own errors are among these
        return Attempt(Outcome.UNREACHABLE, _said(error))
    try:
        connection.send_messages([letter])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return _by_code(code, _words(code, said, address), is_address=True)
    except smtplib.SMTPSenderRefused as error:
        return Attempt(Outcome.UNREACHABLE, _words(error.smtp_code, error.smtp_error, address))
    except smtplib.SMTPResponseException as error:
        return _by_code(error.smtp_code, _words(error.smtp_code, error.smtp_error, address))
    except OSError as error:
        return Attempt(Outcome.BROKEN_OFF, _said(error))
    except ValueError as error:
        return Attempt(Outcome.REFUSED, _said(error).replace(address, "the address"), is_address=True)
    return Attempt(Outcome.SENT)


def _by_code(code: int, said: str, *, is_address: bool = False) -> Attempt:
    if code == 421:
        return Attempt(Outcome.BROKEN_OFF, said)
    if 500 <= code <= 599:
        return Attempt(Outcome.REFUSED, said, is_address)
    return Attempt(Outcome.LATER, said)


def _words(code: int, said: bytes | str, address: str) -> str:
    """The server's answer without the address, which it likes to repeat."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    text = " ".join(text.split()).replace(address, "the address")
    return f"{code} {text}"[:300]


def _said(error: Exception) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:300]
