"""Find in a sentence what it asks, towards whom, when, unless what, and what is then to be done."""

import re
from dataclasses import dataclass

from belisha.reading.language.force import folded, force_of
from belisha.reading.language.lexicon import lexicon, pattern
from belisha.reading.language.people import joined_people, named

_TOWARDS = pattern("towards")


@dataclass(frozen=True, slots=True)
class Said:
    """The pieces of a sentence beside its force and its people."""

    action: str = ""
    towards: tuple[str, ...] = ()
    when: str = ""
    unless: str = ""
    then: str = ""
    cites: tuple[str, ...] = ()


def conditions_of(text: str, modality: str) -> Said:
    """Return the pieces of a sentence, in its own words."""
    patterns = lexicon().conditions
    unless = _first(patterns["unless"], text)
    if not unless and modality != "must":
        unless = _first(patterns["permission"], text)
    when = _first(patterns["when"], text.replace(unless, "") if unless else text)
    then = _first(patterns["report"], text) if modality in ("must", "should", "consequence") else ""
    cites = tuple(dict.fromkeys(match[0] for match in patterns["cites"].finditer(text)))
    return Said(_action(text, unless, when), _towards(text), when, unless, then, cites)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0].strip(" ,.;)") if found else ""


def _action(text: str, unless: str, when: str) -> str:
    """Return what is to be done or left: the words after the force, without the conditions."""
    force = force_of(text)
    rest = text[force.end :] if force is not None and force.end < len(text) - 3 else text
    for piece in (unless, when):
        if piece:
            rest = rest.replace(piece, "")
    rest = " ".join(rest.split()).strip(" ,.;:")
    return rest or text.strip(" .;:")


def _towards(text: str) -> tuple[str, ...]:
    low = folded(text)
    found: list[str] = []
    for _, start in named(low):
        if _TOWARDS.search(low[:start]):
            found.extend(joined_people(low[start:]))
    return tuple(dict.fromkeys(found))
