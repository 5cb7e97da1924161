"""Exit statuses, and the error of a command that cannot do what was asked."""

EXIT_NEGATIVE = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
_SHOWN = 20


class UsageError(Exception):
    """The command line, a file or a setting cannot be used. The message is one line."""


def error_lines(error: Exception) -> str:
    """Return the errors found in a file, one a line; only the first 20 where there are more."""
    lines = str(error).splitlines() or [type(error).__name__]
    left = len(lines) - _SHOWN
    return "\n".join((*lines[:_SHOWN], *((f"... and {left} more",) if left > 0 else ())))
