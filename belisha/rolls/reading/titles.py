"""Job titles as a school writes them, and the roles of our vocabulary that they mean."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from belisha.rolls.reading.fields import fold_heading
from belisha.rules.nearest import nearest
from belisha.rules.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Meant:
    """A role that a job title may mean. `is_sure`: the vocabulary or the school says so; else it is a
    guess. `also` is a second role of the same title; `is_remembered`: it is what the school said last time.
    """

    role: str
    is_sure: bool
    is_remembered: bool = False
    also: str = ""


def remembered(said: str) -> Meant:
    """What a school said of a title last time: a role, or two with a space between them."""
    role, _, also = said.partition(" ")
    return Meant(role, is_sure=True, is_remembered=True, also=also)


def fold_title(title: str) -> str:
    """A job title in lower case, with one space where marks stood."""
    return fold_heading(title)


def role_for(title: str, roles: Iterable[str], vocabulary: Vocabulary) -> Meant | None:
    """The role of `roles` that the title means: by the vocabulary's own words, or else as a guess.

    A guess is by a word in the title that the library knows ("kitchen"), or by words spelt much alike.

    Never guessed is an office: with it come rights. None where nothing is near.
    """
    offered = [vocabulary.roles[role] for role in roles if role in vocabulary.roles]
    words: dict[str, set[str]] = {}
    for role in offered:
        for word in (role.id, role.label, *role.names):
            words.setdefault(fold_title(word), set()).add(role.id)
    exact = words.get(fold_title(title), set())
    if len(exact) == 1:
        return Meant(next(iter(exact)), is_sure=True)
    by_word = next((role for role in _by_words(title) if role in {each.id for each in offered}), None)
    if by_word:
        return Meant(by_word, is_sure=False)
    offices = {role.id for role in offered if role.is_office}
    safe = {word for word, meant in words.items() if not meant & offices and len(word) > 3}
    for word in nearest(fold_title(title), safe, limit=1):
        return Meant(min(words[word]), is_sure=False)
    return None


def _by_words(title: str) -> list[str]:
    """The roles that a word in the title is of, by the library."""
    text = f" {fold_title(title)} "
    return [role for role, words in _title_words().items() if any(f" {word} " in text for word in words)]


@cache
def _title_words() -> Mapping[str, tuple[str, ...]]:
    text = files("belisha").joinpath("library", "titles.toml").read_text(encoding="utf-8")
    return {role: tuple(row["words"]) for role, row in tomllib.loads(text).items()}


def titles_in(values: Iterable[str]) -> Mapping[str, str]:
    """The different job titles: how each is first written, by its folded form."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(fold_title(value), value)
    return found
