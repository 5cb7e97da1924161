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
from belisha.sandbox.progress import MESSAGE, begin_reporting, send
from belisha.sandbox.room import LENGTH
from belisha.sandbox.values import packed

IDLE = 300.0
PREPARE = "prepare_for_sandbox"
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
            prepare = getattr(import_module(module), PREPARE, None)
            if prepare is not None:
                prepare()  # what every call needs is made once, and not by each child
        answer = _answered(module, name, (arguments, named), limits, answers)
        _pass_on(answer, answers)


def _pass_on(data: bytes, answers: BinaryIO) -> None:
    try:
        answers.write(LENGTH.pack(len(data)) + data)
        answers.flush()
    except BrokenPipeError:
        os._exit(0)  # whoever asked was ended meanwhile


def _read(requests: BinaryIO) -> bytes | None:
    head = requests.read(LENGTH.size)
    return requests.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _answered(
    module: str,
    name: str,
    given: tuple[tuple[object, ...], dict[str, object]],
    limits: Limits,
    answers: BinaryIO,
) -> bytes:
    """Return what a child answers, or that it was ended. What it reports meanwhile is passed on."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _work(writer, module, name, given, limits)
    os.close(writer)
    data, why = _collected(reader, limits, answers)
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
        begin_reporting(writer)
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
        send(writer, answer, is_answer=True)
        status = 0
    finally:
        os._exit(status)


def _sentence(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "It needs too much memory."
    return f"It tried what a reader may not do ({error})."


def _collected(reader: int, limits: Limits, answers: BinaryIO) -> tuple[bytes, str]:
    """Return what the child answered, and why it must be ended, if it must."""
    until, size = time.monotonic() + limits.seconds, 0
    held, answer = bytearray(), b""
    while True:
        left = until - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            return b"", "It takes too long."
        part = os.read(reader, 1 << 16)
        if not part:
            return answer, ""
        held += part
        size += len(part)
        if size > limits.result * MEGABYTE:
            return b"", "There is too much in it."
        while (message := _taken(held)) is not None:
            is_answer, data = message
            if is_answer:
                answer = data
            else:
                _pass_on(data, answers)


def _taken(held: bytearray) -> tuple[bool, bytes] | None:
    """Take the first whole message from what was received, or return None if it is not whole yet."""
    if len(held) < MESSAGE.size:
        return None
    is_answer, length = MESSAGE.unpack_from(held)
    end = MESSAGE.size + length
    if len(held) < end:
        return None
    data = bytes(held[MESSAGE.size : end])
    del held[:end]
    return bool(is_answer), data


def _reason(status: int) -> str:
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return "It takes too long."
    return "It broke off."


if __name__ == "__main__":
    main()
