"""The process beside the site that makes a child for each call: `python -m belisha.sandbox.server`.

It has loaded the readers, opens no database and knows no setting. A child is a copy of it, made in
milliseconds.
"""

import os
import pickle  # nosec B403 - requests come from the site itself
import select
import signal
import sys
import time
from contextlib import suppress
from importlib import import_module
from typing import BinaryIO

from belisha.sandbox.limits import MEGABYTE, Limits, RefusedError, confine, end_with_parent
from belisha.sandbox.room import LENGTH
from belisha.sandbox.values import packed

IDLE = 300.0
# Loaded before the first call: a child may not load libraries.
LIBRARIES = ("pypdfium2", "docx", "html.parser", "xml.etree.ElementTree", "zipfile", "defusedxml.ElementTree")


def main() -> None:
    """Answer requests until the site ends, or nobody has asked for a while."""
    end_with_parent()
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    for name in LIBRARIES:
        with suppress(ImportError):
            import_module(name)
    while select.select([requests], [], [], IDLE)[0]:
        request = _read(requests)
        if request is None:
            return
        module, name, arguments, named, limits = pickle.loads(request)  # nosec B301
        with suppress(ImportError):
            import_module(module)
        answer = _answered(module, name, (arguments, named), limits)
        try:
            answers.write(LENGTH.pack(len(answer)) + answer)
            answers.flush()
        except BrokenPipeError:
            os._exit(0)  # whoever asked was ended meanwhile


def _read(requests: BinaryIO) -> bytes | None:
    head = requests.read(LENGTH.size)
    return requests.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _answered(
    module: str, name: str, given: tuple[tuple[object, ...], dict[str, object]], limits: Limits
) -> bytes:
    """Return what a child answers, or that it was ended."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _work(writer, module, name, given, limits)
    os.close(writer)
    data, why = _collected(reader, limits)
    os.close(reader)
    if why:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if why or os.waitstatus_to_exitcode(status) != 0 or not data:
        return packed(("ended", why or _reason(os.waitstatus_to_exitcode(status))))
    return data


def _work(
    writer: int, module: str, name: str, given: tuple[tuple[object, ...], dict[str, object]], limits: Limits
) -> None:
    """Do the work in the child, write the answer, and end the child."""
    status = 1
    try:
        end_with_parent()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        function = getattr(import_module(module), name)
        confine(limits)
        try:
            answer = packed(("returned", function(*given[0], **given[1])))
        except (MemoryError, RefusedError) as error:
            answer = packed(("ended", _sentence(error)))
        except Exception as error:
            is_ours = type(error).__module__.split(".")[0] == module.split(".", maxsplit=1)[0]
            answer = packed(
                ("raised", error) if is_ours else ("ended", f"It broke off: {type(error).__name__}.")
            )
        view = memoryview(answer)
        while view:
            view = view[os.write(writer, view) :]
        status = 0
    finally:
        os._exit(status)


def _sentence(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "It needs too much memory."
    return f"It tried what a reader may not do ({error})."


def _collected(reader: int, limits: Limits) -> tuple[bytes, str]:
    """Return what the child wrote, and why it must be ended, if it must."""
    until, size = time.monotonic() + limits.seconds, 0
    parts: list[bytes] = []
    while True:
        left = until - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            return b"", "It takes too long."
        part = os.read(reader, 1 << 16)
        if not part:
            return b"".join(parts), ""
        parts.append(part)
        size += len(part)
        if size > limits.result * MEGABYTE:
            return b"", "There is too much in it."


def _reason(status: int) -> str:
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return "It takes too long."
    return "It broke off."


if __name__ == "__main__":
    main()
