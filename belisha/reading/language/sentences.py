"""Cut a passage into sentences, and sentences into the parts that each ask something."""

import re
from dataclasses import dataclass

from belisha.reading.language.lexicon import pattern

_END = pattern("end")
_SHORT = pattern("short")
_JOINT = pattern("joint")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a passage, with its offset there, and whether it goes on from the one before.

    `doer` is of whom it speaks where it begins after "who".
    """

    text: str
    offset: int
    follows: bool = False
    doer: tuple[str, ...] = ()


def sentences(text: str) -> list[Part]:
    """Return the sentences of a passage; a semicolon ends one too."""
    found: list[Part] = []
    start = _named_thing(text)
    for match in _END.finditer(text):
        before = text[start : match.start()]
        if _SHORT.search(before.rstrip()[-8:]) and not match[0].strip().startswith(";"):
            continue
        if text[match.start() : match.end()].lstrip().startswith(";") and len(before) < 12:
            continue
        whole = text[start : match.end()]
        if whole.count("(") > whole.count(")"):
            continue
        _add(text, start, match.start(), found)
        start = match.end()
    _add(text, start, len(text), found)
    return found


def _named_thing(text: str) -> int:
    """Return where the sentences begin that stand in brackets after a name: "Theft (Staff should ...)"."""
    found = pattern("thing-in-brackets").match(text)
    return found.end() if found else 0


def _add(text: str, start: int, end: int, found: list[Part]) -> None:
    while start < end and text[start] in " (;,\"”’')":
        start += 1
    if text[start:end].strip():
        found.append(Part(text[start:end].strip(), start))


def joints(text: str) -> list[re.Match[str]]:
    """Return the places where a sentence goes on with a second thing that is asked."""
    return list(_JOINT.finditer(text))
