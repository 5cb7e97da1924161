"""Calls of readers, made in a child process."""

import atexit
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from belisha.sandbox.limits import LIMITS, Limits
from belisha.sandbox.values import ForeignValueError, packed, unpacked

Asked = ParamSpec("Asked")
Result = TypeVar("Result")
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
    limits = getattr(read, LIMITS, Limits())
    request = packed((read.__module__, read.__qualname__, arguments, named, limits))
    kind, value = _ROOM.call(request, read.__module__.split(".")[0])
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

    def call(self, request: bytes, package: str) -> tuple[str, Any]:
        """Send a request and return its answer, with records of the package. One call at a time."""
        with self._lock:
            for _ in range(2):
                process = self._running()
                try:
                    return _asked(process, request, package)
                except (BrokenPipeError, EOFError):
                    self.end()  # it ends by itself when nobody has called for a while
                except ForeignValueError as error:
                    self.end()
                    return "ended", f"The reader sent something that it may not: {error}."
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
            self._process = subprocess.Popen(
                [sys.executable, "-m", "belisha.sandbox.server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
            )
            self._owner = os.getpid()
        return self._process


def _asked(process: "subprocess.Popen[bytes]", request: bytes, package: str) -> tuple[str, Any]:
    assert process.stdin is not None and process.stdout is not None  # noqa: PT018
    process.stdin.write(LENGTH.pack(len(request)) + request)
    process.stdin.flush()
    head = process.stdout.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    data = process.stdout.read(length)
    if len(data) < length:
        raise EOFError
    kind, value = unpacked(data, package)
    return str(kind), value


_ROOM = _Room()
atexit.register(_ROOM.end)
