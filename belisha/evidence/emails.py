"""Read a saved email (.eml) for a timeline beside the untouched original. Pure; call it in the sandbox.

What the headers say is what somebody wrote there: nobody has checked it. Attachments are named, not opened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

LONGEST, MOST_PARTS, MOST_HOPS = 100_000, 200, 50
_BLOCKS = {"p", "br", "div", "tr", "li", "h1", "h2", "h3", "blockquote"}
_UNSEEN = {"script", "style", "head", "title"}


@dataclass(frozen=True, slots=True)
class EmailPart:
    """Something attached to an email: its name, its type as the email says, and its size in bytes."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class ReadEmail:
    """An email as its headers and its text say.

    `sent` is the Date header as it is written, `sent_at` the instant that it names; without a zone where it
    gives none, and None where it cannot be read. `received_at` are the times of the servers that it went
    through, the last one first. `is_whole` is False where parts of it could not be read or are not shown.
    """

    sent: str
    sent_at: datetime | None
    received_at: tuple[datetime, ...]
    senders: str
    receivers: str
    copied: str
    subject: str
    words: str
    parts: tuple[EmailPart, ...]
    is_whole: bool


def read_email(data: bytes) -> ReadEmail:
    """Return what an email says. Whatever it holds, something is returned: a broken part is left out."""
    message = message_from_bytes(data, policy=default)
    texts: list[tuple[str, str]] = []
    parts: list[EmailPart] = []
    is_whole = True
    for number, part in enumerate(_leaves(message)):
        if number >= MOST_PARTS:
            is_whole = False
            break
        body = _decoded(part)
        is_whole = is_whole and body is not None
        is_empty_frame = part.get_content_maintype() == "multipart"
        media_type = "text/plain" if is_empty_frame else part.get_content_type()
        name = _filename(part)
        if media_type in ("text/plain", "text/html") and not name and not _is_attached(part):
            texts.append((media_type, _as_text(part, body or b"")))
        else:
            parts.append(EmailPart(name, media_type, len(body or b"")))
    words = _words(texts)
    sent = _header(message, "date")
    return ReadEmail(
        sent=sent,
        sent_at=_instant(sent),
        received_at=tuple(_hops(message)),
        senders=_header(message, "from"),
        receivers=_header(message, "to"),
        copied=_header(message, "cc"),
        subject=_header(message, "subject"),
        words=words[:LONGEST],
        parts=tuple(parts),
        is_whole=is_whole and len(words) <= LONGEST,
    )


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something; an email within an email is one part."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        held = part.get_payload()
        if part.is_multipart() and part.get_content_maintype() == "multipart" and isinstance(held, list):
            waiting = [each for each in held if isinstance(each, Message)] + waiting
        else:
            yield part


def _decoded(part: Message) -> bytes | None:
    """Return the bytes of a part; None where they cannot be read."""
    if part.is_multipart():
        return part.as_bytes()
    try:
        body = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return None
    return body if isinstance(body, bytes) else None


def _as_text(part: Message, body: bytes) -> str:
    try:
        return body.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        return body.decode("utf-8", errors="replace")


def _words(texts: Iterable[tuple[str, str]]) -> str:
    """Return the plain text of an email, or else what its HTML shows."""
    found = list(texts)
    plain = "\n\n".join(text.strip() for kind, text in found if kind == "text/plain" and text.strip())
    shown = plain or "\n\n".join(_shown(text) for kind, text in found if kind == "text/html")
    return _clean(shown.replace("\r\n", "\n"), keep="\n\t")


def _header(message: Message, name: str) -> str:
    """Return a header in words, decoded; empty where there is none. One that is broken is given as it is."""
    try:
        found = [str(each) for each in message.get_all(name, [])]
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        found = [str(value) for key, value in message.raw_items() if key.casefold() == name]
    return _clean(" ".join(" / ".join(found).split()))


def _hops(message: Message) -> Iterator[datetime]:
    for each in message.get_all("received", [])[:MOST_HOPS]:
        at = _instant(str(each).rpartition(";")[2])
        if at is not None:
            yield at


def _instant(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _filename(part: Message) -> str:
    try:
        return _clean(part.get_filename("") or "")
    except (ValueError, LookupError, TypeError, AttributeError):
        return "?"


def _is_attached(part: Message) -> bool:
    return isinstance(part, EmailMessage) and part.is_attachment()


def _clean(text: str, keep: str = "") -> str:
    """Return a text without characters that cannot be seen or that turn the line round."""
    return "".join(each for each in text if each.isprintable() or each in keep)


def _shown(text: str) -> str:
    reader = _ShownText()
    reader.feed(text[: 10 * LONGEST])
    reader.close()
    lines = ("".join(reader.found)).split("\n")
    return "\n".join(line for line in (" ".join(each.split()) for each in lines) if line)


class _ShownText(HTMLParser):
    """Collects the text that a reader of HTML sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        """Begin a line, or what is not seen."""
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line, or what is not seen."""
        if tag in _BLOCKS:
            self.found.append("\n")
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1

    def handle_data(self, data: str) -> None:
        """Keep a text that is seen."""
        if not self._unseen:
            self.found.append(data)
