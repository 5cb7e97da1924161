"""E-mail addresses as they are typed: one is read, and what can never be delivered is refused."""

import re
from dataclasses import dataclass

from belisha.imports.files.text_cleaning import APOSTROPHES

ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}"
)
IN_BRACKETS = re.compile(r".*<\s*([^<>\s]+)\s*>\s*")
BETWEEN = re.compile(r"\s*[;,/|]\s*|\s+(?:and|or|&)\s+|\s+")
ONE = "one address such as name@example.org"
PLAIN = "an address without accents or special letters: mail cannot be delivered to this one"
CORRECT = "Correct it in your system, or leave it empty for somebody who has none."


@dataclass(frozen=True, slots=True)
class ReadAddress:
    """An address, with what is to be pointed out of it in `advice`; or `problem`: what was expected."""

    address: str = ""
    advice: str = ""
    problem: str = ""


def read_address(text: str) -> ReadAddress:
    """Return the address in a cell: the first of several; a typographic apostrophe is read as '."""
    found = IN_BRACKETS.fullmatch(text)
    bare = (found[1] if found else text).lower().replace("mailto:", "").strip(" ;,.<>")
    plain = bare.translate(APOSTROPHES)
    if len(plain) <= 254 and ADDRESS.fullmatch(plain):
        return ReadAddress(plain, _APOSTROPHE if plain != bare else "")
    parts = [part.strip("<>().") for part in BETWEEN.split(plain) if part]
    if len(parts) > 1 and all(len(part) <= 254 and ADDRESS.fullmatch(part) for part in parts):
        return ReadAddress(parts[0], "" if len(set(parts)) == 1 else _SEVERAL)
    is_foreign = "@" in plain and not plain.isascii() and " " not in plain
    return ReadAddress(problem=PLAIN if is_foreign else ONE, advice=CORRECT)


_APOSTROPHE = "A word processor’s ’ stands in it, where an address has a plain '. Correct it in your system."
_SEVERAL = "The cell has several addresses, and people sign in with one. If it is another, correct it there."
