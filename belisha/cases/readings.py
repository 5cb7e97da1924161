"""Chats and emails that are evidence, read for a person who works on the case. Each reading is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from belisha.access.actor import Actor
from belisha.audit.verbs import Verb
from belisha.base.templating import day
from belisha.cases.actions.chronology import CaseRefusedError
from belisha.cases.models import IncidentCase, Report
from belisha.evidence.actions import open_item
from belisha.evidence.chats import Chat, ChatDateOrder, ChatLine, read_chat
from belisha.evidence.emails import ReadEmail, read_email
from belisha.evidence.file_types import EMAIL, TEXT
from belisha.evidence.models import EvidenceItem
from belisha.evidence.record import EvidenceEvent
from belisha.sandbox import Limits, SandboxError, limited, run_in_sandbox

CHAT_SHOWN, CHAT_READ, EMAIL_READ = 2000, 4 << 20, 40 << 20
VERBS: Mapping[str, Verb] = {
    TEXT.media_type: EvidenceEvent.READ_EVIDENCE_AS_CHAT,
    EMAIL.media_type: EvidenceEvent.READ_EVIDENCE_AS_EMAIL,
}
_LIMITS = Limits(processor=10, seconds=15, memory=600, result=16)
_CHAT, _EMAIL = limited(_LIMITS)(read_chat), limited(_LIMITS)(read_email)


@dataclass(frozen=True, slots=True)
class ShownChat:
    """A chat with the lines that a page shows of it, and how many there are."""

    chat: Chat
    lines: tuple[ChatLine, ...]
    count: int


def chat_of(*, owner: Report | IncidentCase, item: EvidenceItem, by: Actor, order: str) -> ShownChat:
    """Return an item read as an exported chat. Raise CaseRefusedError if it cannot be read so."""
    body = _body(owner, item, by)[:CHAT_READ]
    asked = ChatDateOrder(order) if order in list(ChatDateOrder) else ChatDateOrder.NOT_KNOWN
    try:
        chat = run_in_sandbox(_CHAT, body.decode("utf-8", errors="replace"), asked)
    except SandboxError as error:
        raise CaseRefusedError(_not_read(error)) from error
    return ShownChat(chat, chat.lines[:CHAT_SHOWN], len(chat.lines))


def email_of(*, owner: Report | IncidentCase, item: EvidenceItem, by: Actor) -> ReadEmail:
    """Return an item read as an email. Raise CaseRefusedError if it cannot be read."""
    if item.file is not None and item.file.size > EMAIL_READ:
        message = f"It is larger than {EMAIL_READ >> 20} MB and is not read here. Download a copy."
        raise CaseRefusedError(message)
    try:
        return run_in_sandbox(_EMAIL, _body(owner, item, by))
    except SandboxError as error:
        raise CaseRefusedError(_not_read(error)) from error


def email_line(found: ReadEmail) -> str:
    """Return an email in the words of a chronology: when, from whom, to whom, about what, and no more."""
    when = found.sent or "at a time that it does not say"
    if found.sent_at is not None and found.sent_at.tzinfo is not None:
        local = timezone.localtime(found.sent_at)
        when = f"{day(local)}, {local:%H:%M} ({found.sent})"
    said = [f"An email says that it was sent {when}", f"from {found.senders or 'nobody named'}"]
    said += [f"to {found.receivers}"] if found.receivers else []
    said += [f"with a copy to {found.copied}"] if found.copied else []
    return ", ".join(said) + (f": “{found.subject}”." if found.subject else ".")


def _body(owner: Report | IncidentCase, item: EvidenceItem, by: Actor) -> bytes:
    return b"".join(open_item(owner=owner, item=item, by=by, verb=VERBS[item.media_type]))


def _not_read(error: SandboxError) -> str:
    return f"It cannot be read here. {error} The original is as it was: download a copy."
