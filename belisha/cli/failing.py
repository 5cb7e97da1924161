"""How a command ends when it cannot do what was asked."""

SAID_NO = 1
MISUSED = 2
INTERRUPTED = 130
_SHOWN = 20


class Misused(Exception):  # noqa: N818 - it reads as what it says
    """What is wrong with the command line or a file, in a line."""


def mistakes(error: Exception) -> str:
    """All the mistakes of a file, a line each, the first 20 of many."""
    lines = str(error).splitlines() or [type(error).__name__]
    left = len(lines) - _SHOWN
    return "\n".join((*lines[:_SHOWN], *((f"... and {left} more",) if left > 0 else ())))
