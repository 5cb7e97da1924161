"""Files that people name: read whole, or a sentence that says why not."""

from pathlib import Path

from belisha.cli.failing import Misused

LARGEST = 4_000_000


def text_of(path: str) -> str:
    """The text of a file. Raises Misused where there is none, or none that is plain text."""
    file = Path(path)
    try:
        if file.is_dir():
            raise Misused(f"`{path}` is a directory; name a file in it")
        if not file.exists():
            raise Misused(f"there is no file `{path}`")
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise Misused(f"`{path}` cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > LARGEST:
        raise Misused(
            f"`{path}` is larger than {LARGEST // 1_000_000} MB; Belisha reads no file of that size"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Misused(f"`{path}` is not a text file in UTF-8; save it as plain text and try again")
    return text


def is_path(word: str) -> bool:
    """Whether a word can only mean a file: it is there, or it looks like one."""
    try:
        return bool(word) and ("/" in word or "." in word or Path(word).exists())
    except (OSError, ValueError):
        return True
