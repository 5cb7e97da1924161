"""Finding known phrases in a text, however many are known."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from belisha.asking.text import fold

_TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
_WORD_GOES_ON = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Found:
    """Words that were found, and what they stand for."""

    word: str
    text: str
    start: int
    end: int


class Phrases:
    """Finds phrases in folded texts, each standing for one or several words of the vocabulary.

    They are kept by their first token, so that a text costs a look-up for each of its tokens.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a phrase and what it stands for."""
        meanings: dict[str, list[str]] = defaultdict(list)
        for phrase, word in phrases:
            meanings[fold(phrase)].append(word)
        self._by_token: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for phrase in sorted(meanings, key=len, reverse=True):
            if token := _TOKEN.match(phrase):
                self._by_token[token.group()].append((phrase, tuple(meanings[phrase])))

    def longest(self, text: str) -> list[Found]:
        """The longest phrase at each place, none inside another, in order; the first meaning of each."""
        found: list[Found] = []
        for start, phrase, meanings in self._hits(text):
            if not found or start >= found[-1].end:
                found.append(Found(meanings[0], phrase, start, start + len(phrase)))
        return found

    def all_meanings(self, text: str) -> set[str]:
        """Whatever any phrase stands for, also one inside another ("on my own phone at lunch")."""
        return {word for _, _, meanings in self._hits(text) for word in meanings}

    def _hits(self, text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Every phrase in the text, by its place, the longer first."""
        for token in _TOKEN.finditer(text):
            for phrase, meanings in self._by_token.get(token.group(), ()):
                if text.startswith(phrase, token.start()) and not _WORD_GOES_ON.match(
                    text, token.start() + len(phrase)
                ):
                    yield token.start(), phrase, meanings
