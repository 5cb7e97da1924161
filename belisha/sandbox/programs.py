"""Other programs, where the machine has them: run within limits, without a network, and ended in time."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from belisha.sandbox.limits import MEGABYTE

PLACES = "/usr/local/bin:/usr/bin:/bin"
LAUNCHER = Path(__file__).with_name("launcher.py")


class ProgramError(Exception):
    """A program is not there, took too long, or broke off. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class ProgramLimits:
    """How much a program may use: seconds in all and of processor; megabytes of memory, answer and file."""

    seconds: int = 30
    processor: int = 30
    memory: int = 1024
    answer: int = 32
    file: int = 0


@cache
def find_program(*names: str) -> str:
    """Return the path of the first of these programs that the machine has, or nothing."""
    return next((found for name in names if (found := shutil.which(name, path=PLACES))), "")


def run_program(
    program: str, arguments: Sequence[str], given: bytes, limits: ProgramLimits, *, folder: str = ""
) -> bytes:
    """Give a program what it reads, and return what it prints.

    With "{file}" among the arguments it finds what is given at that path, in memory and on no disk;
    otherwise it is given as its input. `folder` is where it may write. Raise ProgramError.
    """
    with _given(arguments, given) as (words, held):
        command = [sys.executable, "-I", "-S", str(LAUNCHER)]
        command += [str(limits.memory), str(limits.processor), str(limits.file * MEGABYTE), program, *words]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL if held else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(folder),
            cwd=folder or "/",
            pass_fds=held,
            start_new_session=True,
        )
        try:
            answer, _ = process.communicate(None if held else given, timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise ProgramError("It takes too long.") from None
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    if process.returncode == -signal.SIGXCPU:
        raise ProgramError("It takes too long.")
    if process.returncode != 0:
        raise ProgramError("It broke off.")
    if len(answer) > limits.answer * MEGABYTE:
        raise ProgramError("There is too much in it.")
    return answer


@contextmanager
def own_folder() -> Iterator[str]:
    """Yield a folder for one use of a program that has to write; it is removed at the end."""
    folder = tempfile.mkdtemp(prefix="belisha-program-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: str) -> dict[str, str]:
    home = folder or "/nonexistent"
    return {"PATH": PLACES, "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


@contextmanager
def _given(arguments: Sequence[str], given: bytes) -> Iterator[tuple[list[str], tuple[int, ...]]]:
    """Yield the arguments with the path of what is given, and the file that holds it in memory."""
    if not any("{file}" in each for each in arguments):
        yield list(arguments), ()
        return
    held = os.memfd_create("given", os.MFD_CLOEXEC)
    try:
        view = memoryview(given)
        while view:
            view = view[os.write(held, view) :]
        os.lseek(held, 0, os.SEEK_SET)
        yield [each.replace("{file}", f"/proc/self/fd/{held}") for each in arguments], (held,)
    finally:
        os.close(held)
