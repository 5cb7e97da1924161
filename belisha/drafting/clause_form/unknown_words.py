"""Help with a word that is not in the vocabulary: what to do, and similar words."""

import re
from collections.abc import Iterable

from belisha.rules.nearest import nearest
from belisha.rules.vocabulary.loading import load_vocabulary

HOW_TO_ADD_A_WORD = (
    "The administrator of this site can add a word to the list. Until then, choose the nearest one."
)
MOST = 3
# Words are compared by this many letters, ignoring endings; shorter words are skipped.
STEM = 4


def unknown_word_message(typed: str, what: str, near: Iterable[str]) -> str:
    """Return the error message for a word that the vocabulary lacks, with similar words."""
    named = ", ".join(f"“{each}”" for each in near)
    advice = f" Nearest: {named}." if named else ""
    return f"“{typed}” is not in the list of {what}.{advice} {HOW_TO_ADD_A_WORD}"


def nearest_names(typed: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names most like what was typed; for actions also those with such everyday phrases."""
    names = tuple(names)
    alike = nearest(typed, names)
    by_words = [each for each in _in_such_words(typed) if each in names]
    return tuple(dict.fromkeys((*alike, *by_words)))[:MOST]


def _in_such_words(typed: str) -> list[str]:
    """Return the labels of actions whose label or phrases share most words with what was typed, best
    first.
    """
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
