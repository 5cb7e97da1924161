"""Find known phrases in a text, at a cost that does not grow with their number."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from belisha.asking.text import normalise

_TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
_WORD_GOES_ON = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase found in a text, and what it stands for."""

    word: str
    text: str
    start: int
    end: int


class PhraseMatcher:
    """Finds phrases in normalised texts, each standing for one or several ids of the vocabulary.

    They are indexed by their first token, so that a text costs one look-up per token.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a phrase and what it stands for."""
        meanings: dict[str, list[str]] = defaultdict(list)
        for phrase, word in phrases:
            meanings[normalise(phrase)].append(word)
        self._by_token: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for phrase in sorted(meanings, key=len, reverse=True):
            if token := _TOKEN.match(phrase):
                self._by_token[token.group()].append((phrase, tuple(meanings[phrase])))

    def longest(self, text: str) -> list[PhraseMatch]:
        """Return the longest phrase at each position, in order, each with its first meaning."""
        found: list[PhraseMatch] = []
        for start, phrase, meanings in self._hits(text):
            if not found or start >= found[-1].end:
                found.append(PhraseMatch(meanings[0], phrase, start, start + len(phrase)))
        return found

    def all_meanings(self, text: str) -> set[str]:
        """Return what every phrase stands for, including one inside another ("on my own phone at lunch")."""
        return {word for _, _, meanings in self._hits(text) for word in meanings}

    def _hits(self, text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Yield every phrase in the text by position, the longer first."""
        for token in _TOKEN.finditer(text):
            for phrase, meanings in self._by_token.get(token.group(), ()):
                if text.startswith(phrase, token.start()) and not _WORD_GOES_ON.match(
                    text, token.start() + len(phrase)
                ):
                    yield token.start(), phrase, meanings
