"""Reads the words that policies may use from TOML, and answers what a word includes."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Protocol

from belisha.rules.errors import Mistake, VocabularyError
from belisha.rules.vocabulary.checks import check_words
from belisha.rules.vocabulary.draft import MAY_GROW, Draft
from belisha.rules.vocabulary.tables import WordTable, asleep_in, is_awake
from belisha.rules.vocabulary.words import Vocabulary

_beside: list[Path] = []
# The tables whose words have everyday names.
NAMED = ("roles", "platforms", "parties")
# The tables whose words may have wider words, and all tables of words.
SHARED = ("roles", "actions")
WORD_TABLES = ("roles", "actions", "facts", "platforms", "parties", "registers")
EMPTY = Vocabulary(roles={}, actions={}, facts={}, platforms={}, parties={}, registers={})


@dataclass(frozen=True, slots=True)
class WordsFile:
    """The text of one file of words, with the name that its mistakes are reported under."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack as its file states it: its name, what it is called, and its tables.

    `added` holds the ids of the words that it adds, by table; its other entries add to words that ship.
    A shared one wakes with each of the others. Its actions are shown under its topic, if it has one.
    """

    name: str
    label: str
    text: str
    tables: Mapping[str, Any]
    added: Mapping[str, tuple[str, ...]]
    is_shared: bool = False
    topic: str = ""

    def own(self, table: str) -> tuple[str, ...]:
        """Return the ids of the words that the pack adds to a table."""
        return self.added.get(table, ())


class Nested(Protocol):
    """A word that may have wider words."""

    @property
    def within(self) -> tuple[str, ...]:
        """The ids of the wider words."""


def load_vocabulary(path: Path | None = None, *more: Path) -> Vocabulary:
    """Return the words in the file at `path` (None: the shipped vocabulary) and in the files after it.

    A later file may add words, names and phrases for words that are there, and call them otherwise (`label`,
    `question`, `why`); it cannot take a word away or change what it includes. A name of a new word is no
    longer a name of an older one. Raise VocabularyError with every mistake, OSError where a file cannot be
    read.
    """
    base = default_vocabulary() if path is None else EMPTY
    paths = more if path is None else (path, *more)
    return extend(base, [_read(each) for each in paths]) if paths else base


def default_vocabulary() -> Vocabulary:
    """Return the shipped vocabulary with the words this process was told to add. Read once."""
    return _with_words(*_beside)


def use_words(paths: Iterable[Path]) -> None:
    """Have these files of words in the default vocabulary from now on: a site says so once, as it starts.

    The name of a pack stands for the pack, whose words are then awake for all. Raise VocabularyError with
    every mistake, OSError where a file cannot be read; then nothing has changed.
    """
    found = tuple(paths)
    _with_words(*found)
    _beside[:] = found


@cache
def _with_words(*paths: Path) -> Vocabulary:
    words = extend(_shipped(), [_read(each) for each in paths if str(each) not in pack_files()])
    for each in paths:
        words = with_pack(words, str(each)) if str(each) in pack_files() else words
    return words if paths else _shipped()


@cache
def _shipped() -> Vocabulary:
    library = files("belisha").joinpath("library")
    phrases = library.joinpath("phrases")
    found: list[Traversable] = list(phrases.iterdir()) if phrases.is_dir() else []
    phrase_files = sorted((each for each in found if each.name.endswith(".toml")), key=lambda each: each.name)
    words = [library.joinpath(name) for name in ("vocabulary.toml", "dimensions.toml")]
    core = extend(EMPTY, [_read(each) for each in (*words, *phrase_files)])
    return _with_sleeping(core)


@cache
def pack_files() -> Mapping[str, PackFile]:
    """Return the packs that ship, by name."""
    folder = files("belisha").joinpath("library", "packs")
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda e: e.name)
    packs = {}
    for each in found:
        text = each.read_text(encoding="utf-8")
        tables = tomllib.loads(text)
        name = each.name.removesuffix(".toml")
        added = {
            table: tuple(word for word, entry in tables.get(table, {}).items() if "label" in entry)
            for table in WORD_TABLES
        }
        head = tables.pop("pack")
        packs[name] = PackFile(
            name, head["label"], text, tables, added, head.get("shared", False), head.get("topic", "")
        )
    return packs


def _with_sleeping(core: Vocabulary) -> Vocabulary:
    """Return a vocabulary that knows the words of all packs, asleep."""
    draft = Draft(core)
    for pack in pack_files().values():
        tables = {
            table: {word: pack.tables[table][word] for word in pack.own(table)} for table in WORD_TABLES
        }
        draft.add(f"{pack.name}.toml", pack.text, tables)
    whole = draft.vocabulary()
    mistakes = [*draft.mistakes, *check_words(whole, draft.place, named=False)]
    if mistakes:
        raise VocabularyError(mistakes)
    asleep: dict[str, Any] = {}
    for table in WORD_TABLES:
        words, known = getattr(whole, table), getattr(core, table)
        asleep[table] = WordTable(known, {word: entry for word, entry in words.items() if word not in known})
    return replace(core, **asleep)


def with_pack(vocabulary: Vocabulary, name: str) -> Vocabulary:
    """Return the vocabulary with a pack awake. Raise KeyError if no pack has the name.

    A name that the pack gives one of its words is then no longer a name of a word that ships; but a school's
    own word keeps its name, and keeps its meaning where it has the id of a word of the pack.
    """
    pack, draft = pack_files()[name], Draft(vocabulary)
    draft.add(f"{name}.toml", pack.text, dict(_waking(pack, vocabulary)))
    if draft.mistakes:
        raise VocabularyError(draft.mistakes)
    return _with_names_taken_over(draft.vocabulary(), vocabulary)


def _waking(pack: PackFile, vocabulary: Vocabulary) -> Iterator[tuple[str, Any]]:
    """Yield the tables of a pack; of a word that is awake already, only what may be added to it."""
    for table, entries in pack.tables.items():
        if table not in WORD_TABLES:
            yield table, entries
            continue
        known = getattr(vocabulary, table)
        taken = _own_names(vocabulary, table) if table in NAMED else frozenset[str]()
        yield (
            table,
            {
                word: {
                    key: [each for each in value if each.casefold() not in taken] if key == "names" else value
                    for key, value in entry.items()
                    if key in MAY_GROW or not is_awake(known, word)
                }
                for word, entry in entries.items()
            },
        )


def _own_names(vocabulary: Vocabulary, table: str) -> frozenset[str]:
    """Return the names of the words that did not ship, in small letters."""
    shipped = getattr(_shipped(), table)
    return frozenset(
        name.casefold()
        for word, entry in getattr(vocabulary, table).items()
        if not is_awake(shipped, word)
        for name in (word.replace("-", " "), entry.label, *entry.names)
    )


def extend(vocabulary: Vocabulary, words: Iterable[WordsFile]) -> Vocabulary:
    """Return a vocabulary with the words of these files added. Raise VocabularyError with every mistake."""
    result, mistakes = as_far_as_possible(vocabulary, words)
    if mistakes:
        raise VocabularyError(mistakes)
    return result


def as_far_as_possible(
    vocabulary: Vocabulary, words: Iterable[WordsFile]
) -> tuple[Vocabulary, tuple[Mistake, ...]]:
    """Return a vocabulary with those words of the files that can be read, and every mistake in them.

    It is for reading a policy in spite of them, so that all mistakes are told at once.
    """
    draft = Draft(vocabulary)
    for each in words:
        try:
            tables = tomllib.loads(each.text)
        except tomllib.TOMLDecodeError as error:
            draft.mistakes.append(Mistake(each.name, 0, f"this is not TOML: {error}"))
            continue
        draft.add(each.name, each.text, tables)
    result = _with_names_taken_over(draft.vocabulary(), vocabulary)
    return result, (*draft.mistakes, *check_words(result, draft.place))


def taken_names(vocabulary: Vocabulary, base: Vocabulary) -> Mapping[str, tuple[str, str]]:
    """Return each name that a new word takes from a word of `base`: the name, the new word, the old word.

    A school's own word goes before what ships: `tutor` is then its tutor, and no longer a name of `teacher`.
    """
    found: dict[str, tuple[str, str]] = {}
    for table in NAMED:
        old, new = getattr(base, table), getattr(vocabulary, table)
        own = {
            name.casefold(): word
            for word, entry in new.items()
            if not is_awake(old, word)
            for name in (word.replace("-", " "), *entry.names)
        }
        for word, entry in old.items():
            found |= {name: (own[name.casefold()], word) for name in entry.names if name.casefold() in own}
    return found


def _with_names_taken_over(vocabulary: Vocabulary, base: Vocabulary) -> Vocabulary:
    taken = taken_names(vocabulary, base)
    if not taken:
        return vocabulary
    tables: dict[str, Any] = {}
    for table in NAMED:
        entries = dict(getattr(vocabulary, table))
        for word in getattr(base, table):
            names = tuple(name for name in entries[word].names if taken.get(name, ("", ""))[1] != word)
            entries[word] = replace(entries[word], names=names)
        tables[table] = WordTable(entries, asleep_in(getattr(vocabulary, table)))
    return replace(vocabulary, **tables)


def wider(words: Mapping[str, Nested], word: str) -> tuple[str, ...]:
    """Return the word itself, then the words that it is within, nearest first (breadth first), each once.

    `words` is `vocabulary.roles` or `vocabulary.actions`. Raise KeyError for a word that is not there.
    """
    found = [word]
    for each in found:
        found.extend(parent for parent in words[each].within if parent not in found)
    return tuple(dict.fromkeys(found))


def narrower(words: Mapping[str, Nested], word: str) -> tuple[str, ...]:
    """Return the word itself, then every word that is within it, in the vocabulary's order.

    Raise KeyError for a word that is not there.
    """
    words[word]
    return (word, *(each for each in words if each != word and word in wider(words, each)))


def _read(path: Traversable) -> WordsFile:
    try:
        return WordsFile(path.name, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise VocabularyError([Mistake(path.name, 0, f"this is not UTF-8 text: {error.reason}")]) from error
