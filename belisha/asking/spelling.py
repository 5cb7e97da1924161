"""Mending misspelt words: a word that is not known becomes the known word that is near enough."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from belisha.asking.identity import cached_by_identity
from belisha.asking.meaning import Meaning
from belisha.asking.text import STOP_WORDS, stem, words
from belisha.rules.words import Party, Platform, Role, Vocabulary

_SHORTEST_MENDED = 5
# One letter in five is wrong, missing, too many or exchanged with its neighbour.
_NEAR_ENOUGH = 0.79
# "techer" is no form of "tech".
_MAKERS = ("er", "ers")
# A word in one phrase only may be a misspelling that the phrase was written with.
_TIMES_SEEN = 2


class Speller:
    """Mends words that are not known, where a known word that begins alike is near enough."""

    def __init__(
        self,
        known: Iterable[str],
        spellings: Iterable[tuple[str, str]] = (),
        is_word: Callable[[str], bool] = frozenset[str]().__contains__,
    ) -> None:
        """Take words to mend by, spellings known to mean another word, and what tells other good words."""
        self._known = frozenset(known) | STOP_WORDS
        self._stems = frozenset(map(stem, self._known))
        self._spellings = dict(spellings)
        self._is_word = is_word
        self._choices: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= _SHORTEST_MENDED - 1:
                self._choices[word[0]].append(word)

    def mend(self, word: str) -> str:
        """The word itself where it is known or nothing is near; else the nearest known word."""
        if word in self._spellings:
            return self._spellings[word]
        if len(word) < _SHORTEST_MENDED or not word.isalpha() or self._is_known(word):
            return word
        choices = self._choices.get(word[0], ())
        found = process.extractOne(word, choices, scorer=OSA.normalized_similarity, score_cutoff=_NEAR_ENOUGH)
        return found[0] if found and not _is_form_of(word, found[0]) else word

    def mend_all(self, folded: str) -> str:
        """A folded text with each of its words mended."""
        return " ".join(map(self.mend, folded.split(" ")))

    def _is_known(self, word: str) -> bool:
        """Whether the word, or another form of it ("diaries" of "diary"), is known."""
        if word in self._known or self._is_word(word):
            return True
        return not word.endswith(_MAKERS) and stem(word) in self._stems


@cached_by_identity
def speller_of(vocabulary: Vocabulary) -> Speller:
    """Mends by the words that a vocabulary names things by, and by those words of its phrases that are sure.

    Phrases are written as people write, misspellings too: of theirs, a word is taken for spelt right that
    the language model has as a whole word, or that several phrases use and that is near to no such word.
    """
    seen = Counter(word for phrase in _phrases(vocabulary) for word in set(words(phrase)))
    known = {word for name in _names(vocabulary) for word in words(name)}
    is_word = Meaning.load().has_word
    known |= set(filter(is_word, seen))
    sure = Speller(known)
    known |= {word for word, times in seen.items() if times >= _TIMES_SEEN and sure.mend(word) == word}
    return Speller(known, vocabulary.spellings.items(), is_word)


def _is_form_of(word: str, other: str) -> bool:
    """Whether one only goes on where the other ends ("filth", "filthy"): two words, and no misspelling."""
    if word == other + other[-1]:
        return False
    return word.startswith(other) or other.startswith(word)


def _names(vocabulary: Vocabulary) -> Iterator[str]:
    """What roles, platforms, parties and actions are called, and the words that reveal facts."""
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
