"""Names that a word may be a misspelling of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

SHORTEST_MISSPELT = 4
_RUN = re.compile(r"(.)\1+")
_FIRST_SOUNDS = {"c": "k", "q": "k", "z": "s", "p": "p", "y": "i", "j": "j", "w": "v"}


def _sound(word: str) -> str:
    """Return a rough key of how a name sounds, so that spellings of one name meet."""
    for old, new in (
        ("ph", "f"), ("ee", "i"), ("ie", "i"), ("ea", "i"), ("ey", "i"), ("y", "i"), ("ck", "k"),
        ("sch", "sh"),
        ("cz", "ch"), ("sz", "sh"), ("oo", "u"), ("ou", "u"), ("c", "k"), ("q", "k"), ("z", "s"), ("w", "v"),
        ("ah", "a"), ("gh", "g"), ("kh", "k"), ("th", "t"), ("ei", "i"), ("ai", "a"), ("ae", "a"),
    ):  # fmt: skip
        word = word.replace(old, new)
    squeezed = _RUN.sub(r"\1", word)
    return squeezed[:-1] if squeezed.endswith("e") and len(squeezed) > 4 else squeezed


def _drawer(word: str) -> str:
    if word.startswith("ph"):
        return "f"
    return _FIRST_SOUNDS.get(word[0], word[0])


@lru_cache(maxsize=50_000)
def _sound_of_name(name: str) -> str:
    """Return how a name of a roll sounds. Words of drafts are not kept, so they never come here."""
    return _sound(name)


def _without_one(word: str) -> Iterator[str]:
    """Yield a word, and what is left of it without each of its letters."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


class _Drawer:
    """Names with the same first sound, by how they sound and by what is left without one letter."""

    def __init__(self, names: Iterable[str]) -> None:
        self.sounds: dict[str, list[str]] = defaultdict(list)
        self.shortened: dict[str, list[str]] = defaultdict(list)
        for name in names:
            self.sounds[_sound_of_name(name)].append(name)
            for each in _without_one(name):
                self.shortened[each].append(name)

    def near(self, word: str) -> set[str]:
        """Return the names that differ by one letter, or by two that changed places, or only in spelling."""
        close = {name for each in _without_one(word) for name in self.shortened.get(each, ())}
        found = {name for name in close if OSA.distance(word, name, score_cutoff=1) == 1}
        return found | {name for name in self.sounds.get(_sound(word), ()) if name != word}


class Spellings:
    """Names in drawers by their first sound. A drawer is made ready when it is first opened."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, list[str]] = defaultdict(list)
        for name in names:
            if len(name) >= SHORTEST_MISSPELT and " " not in name:
                self._names[_drawer(name)].append(name)
        self._drawers: dict[str, _Drawer] = {}

    def near(self, word: str) -> set[str]:
        """Return the names that differ from a word by one letter or only in spelling, itself left out."""
        first = _drawer(word)
        drawer = self._drawers.get(first)
        if drawer is None:
            if first not in self._names:
                return set()
            drawer = self._drawers[first] = _Drawer(self._names[first])
        return drawer.near(word)
