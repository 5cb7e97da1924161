"""How far a reader in the sandbox has come: it reports, and whoever called it is told at once."""

import os
import struct
import time
from dataclasses import dataclass

from belisha.sandbox.values import packed

# Of each message of a child: whether it is an answer, and its length.
MESSAGE = struct.Struct(">?Q")
SECONDS_BETWEEN = 0.2


@dataclass(slots=True)
class _Line:
    """The pipe to whoever made the child, and when it was last written to."""

    writer: int = -1
    at: float = 0.0


_LINE = _Line()


def begin_reporting(writer: int) -> None:
    """Report to this pipe from now on."""
    _LINE.writer = writer


def report(stage: str, done: int, of: int, found: int = 0) -> None:
    """Tell how much of what is done, and how many clauses were found. Outside of a child it tells nobody."""
    now = time.monotonic()
    if _LINE.writer < 0 or (now - _LINE.at < SECONDS_BETWEEN and done < of):
        return
    _LINE.at = now
    send(_LINE.writer, packed(("progress", (stage, done, of, found))), is_answer=False)


def send(writer: int, data: bytes, *, is_answer: bool) -> None:
    """Write a message whole."""
    view = memoryview(MESSAGE.pack(is_answer, len(data)) + data)
    while view:
        view = view[os.write(writer, view) :]
