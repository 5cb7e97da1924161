"""Put limits on this process and become another program.

python -I -S launcher.py MEGABYTES SECONDS LARGEST_FILE PROGRAM [ARGUMENT]…

A program cannot be limited from a thread of the site without this step between them: what runs between fork
and exec must not be Python there.
"""

import ctypes
import os
import resource
import sys

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _KILL = 1, 38, 9
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def main() -> None:
    """Become the program that the arguments name, within their limits and without a network."""
    memory, processor, largest = (int(each) for each in sys.argv[1:4])
    for kind, value in (
        (resource.RLIMIT_AS, memory << 20),
        (resource.RLIMIT_FSIZE, largest),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 256),
    ):
        resource.setrlimit(kind, (value, value))
    # At the first limit it is told why (SIGXCPU); where both are the same, the kernel ends it without a word.
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, _KILL, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.unshare(_NEW_USER | _NEW_NETWORK) != 0 and os.geteuid() == 0:
        libc.unshare(_NEW_NETWORK)
    os.execv(sys.argv[4], sys.argv[4:])


if __name__ == "__main__":
    main()
