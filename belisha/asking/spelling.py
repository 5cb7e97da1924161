"""Correct misspelt words: an unknown word becomes the nearest known word that is close enough."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from belisha.asking.identity import cached_by_identity
from belisha.asking.prepared import prepared_for
from belisha.asking.sentence_embeddings import has_word
from belisha.asking.shorthand import expand_shorthand
from belisha.asking.text import STOP_WORDS, stem, words
from belisha.rules.vocabulary.words import Party, Platform, Role, Vocabulary

_SHORTEST_MENDED = 5
# One letter in five is wrong, missing, too many or exchanged with its neighbour.
_NEAR_ENOUGH = 0.79
# "techer" is no form of "tech".
_MAKERS = ("er", "ers")
# "criticise", "organised": the model has some form of them with a z.
_ENDINGS = ("e", "ed", "es", "er", "ers", "ing", "ation", "ations")
_BRITISH = re.compile(f"is(?=(?:{'|'.join(_ENDINGS)})$)")
# A word in one phrase only may be a misspelling that the phrase was written with.
_TIMES_SEEN = 2


class Speller:
    """Corrects unknown words to a close known word with the same first letter."""

    def __init__(
        self,
        known: Iterable[str],
        spellings: Iterable[tuple[str, str]] = (),
        is_word: Callable[[str], bool] = frozenset[str]().__contains__,
    ) -> None:
        """Take the known words, spellings that mean another word, and a test for other correct words."""
        self._known = frozenset(known) | STOP_WORDS
        self._stems = frozenset(map(stem, self._known))
        self._spellings = dict(spellings)
        self._is_word = is_word
        self._choices: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= _SHORTEST_MENDED - 1:
                self._choices[word[0]].append(word)

    def correct(self, word: str) -> str:
        """Return the word itself if it is known or nothing is close; else the nearest known word."""
        if word in self._spellings:
            return self._spellings[word]
        if len(word) < _SHORTEST_MENDED or not word.isalpha() or self._is_known(word):
            return word
        if word.endswith("in") and self._is_known(f"{word}g"):
            return f"{word}g"
        choices = self._choices.get(word[0], ())
        found = process.extractOne(word, choices, scorer=OSA.normalized_similarity, score_cutoff=_NEAR_ENOUGH)
        return found[0] if found and not _is_form_of(word, found[0]) else word

    def correct_spelling(self, normalised: str) -> str:
        """Return a normalised text with each word corrected."""
        return " ".join(map(self.correct, expand_shorthand(normalised).split(" ")))

    def is_familiar(self, word: str) -> bool:
        """Return whether a word is an ordinary one, or a name of the vocabulary."""
        return self._is_known(word) or word in self._spellings

    def is_strange(self, word: str) -> bool:
        """Return whether a word of a corrected text is still unknown."""
        return len(word) >= _SHORTEST_MENDED - 1 and word.isalpha() and not self._is_known(word)

    def _is_known(self, word: str) -> bool:
        """Return whether the word, or another form of it ("diaries" of "diary"), is known."""
        if word in self._known or self._is_word(word):
            return True
        return not word.endswith(_MAKERS) and stem(word) in self._stems


@cached_by_identity
def speller_of(vocabulary: Vocabulary) -> Speller:
    """Return a speller that knows a vocabulary's names, and those words of its phrases that are certain.

    Phrases are written as people write, misspellings too: of theirs, a word is taken for spelt right that
    the language model has as a whole word, or that several phrases use and that is near to no such word.
    """
    prepared = prepared_for(vocabulary)
    known = known_words_of(vocabulary) if prepared is None else prepared.known_words
    return Speller(known, vocabulary.spellings.items(), _is_word)


def known_words_of(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the words that a vocabulary makes certain, worked out afresh."""
    seen = Counter(word for phrase in _phrases(vocabulary) for word in set(words(phrase)))
    known = {word for name in _names(vocabulary) for word in words(name)}
    known |= set(filter(_is_word, seen))
    sure = Speller(known)
    known |= {word for word, times in seen.items() if times >= _TIMES_SEEN and sure.correct(word) == word}
    return frozenset(known)


def _is_word(word: str) -> bool:
    """Return whether the language model has the word as a whole, or a form of it in American spelling."""
    british = _BRITISH.search(word)
    if has_word(word) or british is None:
        return has_word(word)
    stem_of = f"{word[: british.start()]}iz"
    return any(has_word(stem_of + ending) for ending in _ENDINGS)


def _is_form_of(word: str, other: str) -> bool:
    """Return whether one word is the other with an ending ("filth", "filthy"), and no misspelling."""
    if word == other + other[-1]:
        return False
    return word.startswith(other) or other.startswith(word)


def _names(vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the names of roles, platforms, parties and actions, and the words that state facts."""
    named: list[Role | Platform | Party] = [
        *vocabulary.roles.values(),
        *vocabulary.platforms.values(),
        *vocabulary.parties.values(),
    ]
    for each in named:
        yield from (each.label, *each.names)
    for fact in vocabulary.facts.values():
        yield from (*fact.words, *fact.denials)
    for action in vocabulary.actions.values():
        yield action.label


def _phrases(vocabulary: Vocabulary) -> Iterator[str]:
    for action in vocabulary.actions.values():
        yield from action.phrases
    yield from vocabulary.elsewhere
