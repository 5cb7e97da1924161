"""The limits of a child process, and how it puts them on itself."""

import ctypes
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

Reader = TypeVar("Reader", bound=Callable[..., object])
LIMITS = "sandbox_limits"
MEGABYTE = 1 << 20
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
# What a reader never does: reach a network, start programs, change files, look for its parent's memory.
_REFUSED = (
    *("socket.", "subprocess.", "ctypes.dlopen", "os.exec", "os.fork", "os.posix_spawn", "os.spawn"),
    *("os.system", "os.kill", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink"),
    *("os.chmod", "os.chown", "os.truncate", "shutil.", "pty.", "ftplib.", "http.", "smtplib.", "urllib."),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one call may use: seconds of processor, seconds in all, megabytes of memory and of result."""

    processor: int = 20
    seconds: int = 30
    memory: int = 512
    result: int = 64


def limited(limits: Limits) -> Callable[[Reader], Reader]:
    """Give a reader limits of its own."""

    def mark(read: Reader) -> Reader:
        setattr(read, LIMITS, limits)
        return read

    return mark


class RefusedError(Exception):
    """The reader tried something that the sandbox refuses."""


def confine(limits: Limits) -> None:
    """Put the limits on this process. There is no way back."""
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    for kind, value in (
        (resource.RLIMIT_AS, used + limits.memory * MEGABYTE),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (value, value))
    spent = resource.getrusage(resource.RUSAGE_SELF)
    processor = int(spent.ru_utime + spent.ru_stime) + limits.processor
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    _leave_network()
    # A module that was never imported would be compiled into its package's folder, which is refused.
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)


def end_with_parent() -> None:
    """Let this process be killed when its parent ends, and never gain rights."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _leave_network() -> None:
    """Move into a network of its own, without any device, where the kernel lets a user do that."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_USER | _NEW_NETWORK) != 0 and os.geteuid() == 0:
        libc.unshare(_NEW_NETWORK)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        path, mode, flags = arguments
        _check_open(path, str(mode or ""), int(flags or 0))
    elif event.startswith(_REFUSED):
        raise RefusedError(event)


def _check_open(path: Any, mode: str, flags: int) -> None:
    if isinstance(path, int):
        return
    writes = set(mode) & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    if writes or not os.fsdecode(path).startswith(_READABLE):
        raise RefusedError("open")


_READABLE = tuple(
    {
        *(str(Path(each).resolve()) for each in (sys.prefix, sys.base_prefix, Path(__file__).parents[1])),
        *(sys.prefix, sys.base_prefix, "/usr/lib/", "/usr/share/", "/dev/null", "/dev/urandom"),
    }
)
