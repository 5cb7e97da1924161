"""Read a text file named on the command line."""

from pathlib import Path

from belisha.cli.errors import UsageError

LARGEST = 4_000_000


def text_of(path: str) -> str:
    """Return the text of a file. Raise UsageError if it is missing, too large or not plain text."""
    file = Path(path)
    try:
        if file.is_dir():
            raise UsageError(f"`{path}` is a directory; name a file in it")
        if not file.exists():
            raise UsageError(f"there is no file `{path}`")
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise UsageError(f"`{path}` cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > LARGEST:
        raise UsageError(
            f"`{path}` is larger than {LARGEST // 1_000_000} MB; Belisha reads no file of that size"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UsageError(f"`{path}` is not a text file in UTF-8; save it as plain text and try again")
    return text


def is_path(word: str) -> bool:
    """Return whether a word means a file: it exists, or it looks like a path."""
    try:
        return bool(word) and ("/" in word or "." in word or Path(word).exists())
    except (OSError, ValueError):
        return True
