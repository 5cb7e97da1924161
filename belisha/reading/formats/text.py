"""Small repairs of characters, and the counts of words."""

import re
from functools import lru_cache

_SIGNS = "•◦▪▫■□●○◆◇❖➢➤►▶▸‣⁃∙·✓✔✗✘❑❒⇒→»*–—-"
_PRIVATE = "\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0a8\uf06f\uf0be\uf09f\uf0e0\uf02d\uf0b0"  # Wingdings, Symbol
MARKS = (
    (_SIGNS + _PRIVATE).replace("-", "").replace("✓", "").replace("✔", "").replace("✗", "").replace("✘", "")
)
BULLET = re.compile(rf"^\s*(?:(?:[{re.escape(_SIGNS + _PRIVATE)}]|[o§](?=\s+[A-Za-z]))\s*)+(?=\S)")
NUMBER = re.compile(
    r"^\s*(?P<number>(?:\d{1,2}(?:\.\d{1,3}){1,4}\.?)|(?:\(?\d{1,3}[.)])|(?:\(?[a-zA-Z][.)])|"
    r"(?:\(?[ivxlcIVXLC]{1,5}[.)])|(?:[A-H]\d{1,2}(?:\.\d{1,2})?(?=[.)]?\s+[A-Z]))|(?:\((?:\d{1,3}|[a-z]|[ivxlc]{1,5})\)))(?:\s+|(?=[A-Z][a-z]))(?=\S)"
)
_REPLACED = {
    "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u200b": "", "\u00ad": "", "\ufeff": "", "\u2028": " ",
    "\u2011": "-", "\ufb01": "fi", "\ufb02": "fl", "\ufb00": "ff", "\ufb03": "ffi", "\ufb04": "ffl",
    "¡V": "–", "¡¦": "’",
}  # fmt: skip
_WORD = re.compile(r"\w+")


def cleaned(text: str) -> str:
    """Return the text with common characters and single spaces."""
    for old, new in _REPLACED.items():
        if old in text:
            text = text.replace(old, new)
    return " ".join(text.split())


def count_words(text: str) -> int:
    """Return the number of words."""
    return len(_WORD.findall(text))


@lru_cache(maxsize=4096)
def without_bullet(text: str) -> tuple[str, bool]:
    """Return the text without a bullet at its start, and whether there was one."""
    found = BULLET.match(text)
    return (text[found.end() :], True) if found else (text, False)


def without_number(text: str) -> tuple[str, str]:
    """Return the text without a typed number at its start, and the number."""
    found = NUMBER.match(text)
    return (text[found.end() :], found["number"]) if found else (text, "")
