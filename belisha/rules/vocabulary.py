"""Reads the words that policies may use from TOML, and answers what a word includes."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol

from belisha.rules.errors import Mistake, VocabularyError
from belisha.rules.vocabulary_checks import check_words
from belisha.rules.vocabulary_draft import Draft
from belisha.rules.words import Vocabulary

_beside: list[Path] = []
EMPTY = Vocabulary(roles={}, actions={}, facts={}, platforms={}, parties={}, registers={})


@dataclass(frozen=True, slots=True)
class WordsFile:
    """The text of one file of words, with the name that its mistakes are reported under."""

    name: str
    text: str


class Nested(Protocol):
    """A word that may have wider words."""

    @property
    def within(self) -> tuple[str, ...]:
        """The ids of the wider words."""


def load_vocabulary(path: Path | None = None, *more: Path) -> Vocabulary:
    """The words in the file at `path` (None: the shipped vocabulary) and in the files after it.

    A later file may add words, and names and phrases for words that are there; it cannot take one
    away or change it. Raises VocabularyError with every mistake, OSError where a file cannot be read.
    """
    base = default_vocabulary() if path is None else EMPTY
    paths = more if path is None else (path, *more)
    return extend(base, [_read(each) for each in paths]) if paths else base


def default_vocabulary() -> Vocabulary:
    """The shipped vocabulary, with the words that this process was told to use beside it. Read once."""
    return _with_words(*_beside)


def use_words(paths: Iterable[Path]) -> None:
    """Have these files of words in the default vocabulary from now on: a site says so once, as it starts.

    Raises VocabularyError with every mistake, OSError where a file cannot be read; then nothing has changed.
    """
    found = tuple(paths)
    _with_words(*found)
    _beside[:] = found


@cache
def _with_words(*paths: Path) -> Vocabulary:
    return extend(_shipped(), [_read(each) for each in paths]) if paths else _shipped()


@cache
def _shipped() -> Vocabulary:
    library = files("belisha").joinpath("library")
    phrases = library.joinpath("phrases")
    found: list[Traversable] = list(phrases.iterdir()) if phrases.is_dir() else []
    phrase_files = sorted((each for each in found if each.name.endswith(".toml")), key=lambda each: each.name)
    return extend(EMPTY, [_read(each) for each in (library.joinpath("vocabulary.toml"), *phrase_files)])


def extend(vocabulary: Vocabulary, words: Iterable[WordsFile]) -> Vocabulary:
    """A vocabulary with the words of these files added. Raises VocabularyError with every mistake."""
    draft = Draft(vocabulary)
    for each in words:
        try:
            tables = tomllib.loads(each.text)
        except tomllib.TOMLDecodeError as error:
            draft.mistakes.append(Mistake(each.name, 0, f"this is not TOML: {error}"))
            continue
        draft.add(each.name, each.text, tables)
    result = draft.vocabulary()
    mistakes = [*draft.mistakes, *check_words(result, draft.place)]
    if mistakes:
        raise VocabularyError(mistakes)
    return result


def wider(words: Mapping[str, Nested], word: str) -> tuple[str, ...]:
    """The word itself, then the words that it is within, nearest first (breadth first), each once.

    `words` is `vocabulary.roles` or `vocabulary.actions`. Raises KeyError for a word that is not there.
    """
    found = [word]
    for each in found:
        found.extend(parent for parent in words[each].within if parent not in found)
    return tuple(dict.fromkeys(found))


def narrower(words: Mapping[str, Nested], word: str) -> tuple[str, ...]:
    """The word itself, then every word that is within it, in the vocabulary's order.

    Raises KeyError for a word that is not there.
    """
    words[word]
    return (word, *(each for each in words if each != word and word in wider(words, each)))


def _read(path: Traversable) -> WordsFile:
    try:
        return WordsFile(path.name, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise VocabularyError([Mistake(path.name, 0, f"this is not UTF-8 text: {error.reason}")]) from error
