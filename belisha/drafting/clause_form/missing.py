"""A word that the site does not know: what can be done, and the words that are nearest to it."""

import re
from collections.abc import Iterable

from belisha.rules.nearest import nearest
from belisha.rules.vocabulary import load_vocabulary

MISSING_WORD = "Whoever runs this site can add a word to the list. Until then choose the nearest."
MOST = 3
# So many letters tell a word from others, whatever its ending; shorter words tell nothing.
STEM = 4


def not_known(typed: str, what: str, near: Iterable[str]) -> str:
    """The sentence for a word that the vocabulary lacks, with the nearest."""
    named = ", ".join(f"“{each}”" for each in near)
    advice = f" Nearest: {named}." if named else ""
    return f"“{typed}” is not in the list of {what}.{advice} {MISSING_WORD}"


def nearest_names(typed: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names most like what was typed; of actions also those that people put in such words."""
    names = tuple(names)
    alike = nearest(typed, names)
    by_words = [each for each in _in_such_words(typed) if each in names]
    return tuple(dict.fromkeys((*alike, *by_words)))[:MOST]


def _in_such_words(typed: str) -> list[str]:
    """Labels of the actions whose label or phrases share most words with what was typed, best first."""
    wanted = _stems(typed)
    scored = []
    for action in load_vocabulary().actions.values():
        shared = max(len(wanted & _stems(each)) for each in (action.label, *action.phrases))
        if shared:
            scored.append((-shared, -len(wanted & _stems(action.label)), action.label))
    best = min(scored, default=(0,))[0]
    return [label for shared, _, label in sorted(scored) if shared == best]


def _stems(words: str) -> frozenset[str]:
    return frozenset(each[:STEM] for each in re.findall(r"[a-z]+", words.lower()) if len(each) >= STEM)
