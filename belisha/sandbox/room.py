"""Calls of readers, made in a child process."""

import atexit
import os
import struct
import subprocess  # nosec B404 - our own program, without a shell
import sys
import threading
from collections.abc import Callable
from typing import IO, Any, ParamSpec, TypeVar

from belisha.sandbox.limits import LIMITS, Limits
from belisha.sandbox.values import ForeignValueError, packed, unpacked

Asked = ParamSpec("Asked")
Result = TypeVar("Result")
# Told of each report: what is read, how much of it is done, of how much, and how many clauses were found.
Watch = Callable[[str, int, int, int], None]
# Settings of the program are not for a child: it gets what Python itself needs.
PASSED_ON = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LANG", "LC_ALL", "TZ", "DJANGO_SETTINGS_MODULE")
LENGTH = struct.Struct(">Q")


class SandboxError(Exception):
    """The reader was ended: it took too much, or tried what it may not. The message is a sentence."""


def run_in_sandbox(read: Callable[Asked, Result], *arguments: Asked.args, **named: Asked.kwargs) -> Result:
    """Call a function of a module of Belisha in a child process, and return what it returns.

    Its arguments and its result are plain values and dataclasses. An error of ours that it raises is raised
    here. Raise SandboxError if it passes a limit (see `limited`) or breaks off.
    """
    return _made(_ROOM, None, read, arguments, named)


def watch_in_sandbox(
    watch: Watch, read: Callable[Asked, Result], *arguments: Asked.args, **named: Asked.kwargs
) -> Result:
    """Call a function as `run_in_sandbox` does, and `watch` with each (stage, done, of, found) it reports.

    It has a room of its own, so that what takes minutes keeps no other call waiting. If `watch` raises, the
    reader is ended, and the error goes on.
    """
    room = _Room()
    try:
        return _made(room, watch, read, arguments, named)
    finally:
        room.end()


def _made(
    room: "_Room",
    watch: Watch | None,
    read: Callable[..., Result],
    arguments: tuple[Any, ...],
    named: dict[str, Any],
) -> Result:
    """Make a call in a room and return its result. Raise SandboxError, or what the reader or watcher does."""
    limits = getattr(read, LIMITS, Limits())
    request = packed((read.__module__, read.__qualname__, arguments, named, limits))
    kind, value = room.call(request, read.__module__.split(".")[0], watch)
    if kind == "returned":
        return value  # type: ignore[no-any-return]
    if kind == "raised":
        raise value
    raise SandboxError(value)


class _Room:
    """The process that makes a child for each call. It is started when a call needs it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def call(self, request: bytes, package: str, watch: Watch | None = None) -> tuple[str, Any]:
        """Send a request and return its answer, with records of the package. One call at a time."""
        with self._lock:
            for _ in range(2):
                process = self._running()
                try:
                    return _asked(process, request, package, watch)
                except (BrokenPipeError, EOFError):
                    self.end()  # it ends by itself when nobody has called for a while
                except ForeignValueError as error:
                    self.end()
                    return "ended", f"The reader sent something that it may not: {error}."
                except BaseException:
                    self.end()  # the watcher stopped it, or the person did
                    raise
        return "ended", "The reader could not be started."

    def end(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.communicate()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            environment = {name: value for name, value in os.environ.items() if name in PASSED_ON}
            self._process = subprocess.Popen(  # nosec B603 - our own interpreter and module
                [sys.executable, "-m", "belisha.sandbox.server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
                process_group=0,  # Ctrl-C at a terminal is for the program, which then ends this one
            )
            self._owner = os.getpid()
        return self._process


def _asked(
    process: "subprocess.Popen[bytes]", request: bytes, package: str, watch: Watch | None
) -> tuple[str, Any]:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(LENGTH.pack(len(request)) + request)
    process.stdin.flush()
    while True:
        kind, value = _next_message(process.stdout, package)
        if kind != "progress":
            return kind, value
        if watch is not None:
            watch(*_told(value))


def _next_message(answers: IO[bytes], package: str) -> tuple[str, Any]:
    head = answers.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    data = answers.read(length)
    if len(data) < length:
        raise EOFError
    kind, value = unpacked(data, package)
    return str(kind), value


def _told(value: Any) -> tuple[str, int, int, int]:
    """Return what a reader reports, as what it must be."""
    stage, done, of, found = value
    return str(stage), int(done), int(of), int(found)


_ROOM = _Room()
atexit.register(_ROOM.end)
