"""Format words."""

from collections.abc import Iterable


def join_words(words: Iterable[str], last: str = "or") -> str:
    """Return `a, b or c`."""
    *rest, final = list(words) or [""]
    return f"{', '.join(rest)} {last} {final}" if rest else final


def capital(text: str) -> str:
    """Return the text with its first letter as a capital. Other letters stay (DSL remains DSL)."""
    return text[:1].upper() + text[1:]
