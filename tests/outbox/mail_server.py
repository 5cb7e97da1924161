"""A real mail server on loopback that does to each address what a test wants."""

# ruff: noqa: ARG002, N802 - the names and arguments are those that aiosmtpd calls

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class MailServer:
    """What came in, in order, and what is done to whom (by a part of the address)."""

    port: int = 0
    got: list[Message] = field(default_factory=list)
    connections: int = 0
    says: dict[str, str] = field(default_factory=dict)
    says_of_sender: str = ""
    breaks_off: dict[str, int] = field(default_factory=dict)
    keeps_waiting: float = 0
    takes_and_breaks_off: bool = False

    @property
    def to(self) -> list[str]:
        return [str(each["To"]).split("@")[0] for each in self.got]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.says_of_sender:
            return self.says_of_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        for part, answer in self.says.items():
            if part in address:
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        for part, times in self.breaks_off.items():
            if times and part in envelope.rcpt_tos[0]:
                self.breaks_off[part] = times - 1
                server.transport.abort()
                return "250 never heard"
        content = envelope.content
        assert isinstance(content, bytes)
        self.got.append(message_from_bytes(content))
        if self.takes_and_breaks_off:
            server.transport.abort()
        if self.keeps_waiting:
            await asyncio.sleep(self.keeps_waiting)
        return "250 OK"

    def wait_for(self, count: int, patience: float = 20) -> None:
        """Until so many letters have come in."""
        until = time.monotonic() + patience
        while len(self.got) < count and time.monotonic() < until:
            time.sleep(0.02)
        assert len(self.got) >= count, f"{len(self.got)} letters came in"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening(server: MailServer) -> Iterator[MailServer]:
    """Let the server listen on its port for a while; where it has none yet, on a free one."""
    server.port = server.port or free_port()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def point_at(settings: Any, server: MailServer) -> None:
    """Let the site send its mail there."""
    server.port = server.port or free_port()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
