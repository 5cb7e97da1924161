"""Small helps with words."""

from collections.abc import Iterable


def join_words(words: Iterable[str], last: str = "or") -> str:
    """`a, b or c`."""
    *rest, final = list(words) or [""]
    return f"{', '.join(rest)} {last} {final}" if rest else final


def capital(text: str) -> str:
    """The first letter as a capital, the others as they are (an acronym stays one)."""
    return text[:1].upper() + text[1:]
