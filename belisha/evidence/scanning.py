"""Scan evidence with a ClamAV daemon that the host names, while it is received (INSTREAM). Off by default.

    scan = Scan()
    keep(scan.through(pieces))      # raises FileRefusedError where scanning is required and does not pass
    scan.verb                       # for the custody log; None where nothing is scanned

Advisory scanning keeps every file and says what was found: harmful files can be evidence, too.
"""

import socket
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings

from belisha.audit.verbs import Verb
from belisha.evidence.file_types import FileRefusedError
from belisha.evidence.record import EvidenceEvent

REQUIRED, ADVISORY, OFF = "required", "advisory", "off"
SECONDS, PIECE, LONGEST_REPLY = 30, 1 << 18, 4096
IS_HARMFUL = (
    "The scanner says that the file is harmful ({name}), so it is not taken. Leave it where it is, and take "
    "a screenshot."
)
CANNOT_SCAN = "Files must be scanned here, and this one could not be. It is not taken. Try again later."


class Scan:
    """One scan. `verb` is what came of it, `found` the name that the scanner gives what it found."""

    def __init__(self) -> None:
        self.mode: str = settings.BELISHA_SCAN
        self.verb: Verb | None = None
        self.found = ""

    def through(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces as they are, and scan them on the way. Raise FileRefusedError at their end."""
        if self.mode == OFF:
            yield from pieces
            return
        connection = self._begun()
        try:
            for piece in pieces:
                connection = self._sent(connection, piece)
                yield piece
            self._judge(connection)
        finally:
            if connection is not None:
                connection.close()

    def _begun(self) -> socket.socket | None:
        try:
            connection = _connected(settings.BELISHA_CLAMD)
            connection.sendall(b"zINSTREAM\0")
        except OSError:
            return None
        return connection

    def _sent(self, connection: socket.socket | None, piece: bytes) -> socket.socket | None:
        """Send a piece. A daemon that has enough closes the connection: what it says is read at the end."""
        if connection is None:
            return None
        try:
            for start in range(0, len(piece), PIECE):
                part = piece[start : start + PIECE]
                connection.sendall(struct.pack(">I", len(part)) + part)
        except OSError:
            connection.close()
            return None
        return connection

    def _judge(self, connection: socket.socket | None) -> None:
        reply = _reply(connection) if connection is not None else ""
        if reply.endswith(" FOUND"):
            self.verb = EvidenceEvent.SCANNER_FOUND_SOMETHING_IN_EVIDENCE
            self.found = reply.removeprefix("stream: ").removesuffix(" FOUND")[:100]
            if self.mode == REQUIRED:
                raise FileRefusedError(IS_HARMFUL.format(name=self.found))
        elif reply.endswith(": OK"):
            self.verb = EvidenceEvent.SCANNER_FOUND_NOTHING_IN_EVIDENCE
        else:
            self.verb = EvidenceEvent.EVIDENCE_COULD_NOT_BE_SCANNED
            if self.mode == REQUIRED:
                raise FileRefusedError(CANNOT_SCAN)


def _connected(address: str) -> socket.socket:
    """Connect to `tcp://HOST:PORT` or `unix:///PATH`. Raise OSError."""
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=SECONDS)


def _reply(connection: socket.socket) -> str:
    """Return the daemon's answer; empty if it gives none."""
    held = b""
    with suppress(OSError):
        connection.sendall(struct.pack(">I", 0))
        while not held.endswith(b"\0") and len(held) < LONGEST_REPLY:
            part = connection.recv(LONGEST_REPLY)
            if not part:
                break
            held += part
    return held.rstrip(b"\0\n").decode("utf-8", errors="replace")
