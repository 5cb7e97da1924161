"""Job titles as a school writes them, and the roles of our vocabulary that they mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from belisha.rolls.reading.fields import fold_heading
from belisha.rules.nearest import nearest
from belisha.rules.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Meant:
    """A role that a job title may mean. `is_sure`: the vocabulary or the school says so; else it is a
    guess.
    """

    role: str
    is_sure: bool


def fold_title(title: str) -> str:
    """A job title in lower case, with one space where marks stood."""
    return fold_heading(title)


def role_for(title: str, roles: Iterable[str], vocabulary: Vocabulary) -> Meant | None:
    """The role of `roles` that the title means: by the vocabulary's own words, or else a near one as a guess.

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
    offices = {role.id for role in offered if role.is_office}
    safe = {word for word, meant in words.items() if not meant & offices and len(word) > 3}
    for word in nearest(fold_title(title), safe, limit=1):
        return Meant(min(words[word]), is_sure=False)
    return None


def titles_in(values: Iterable[str]) -> Mapping[str, str]:
    """The different job titles: how each is first written, by its folded form."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(fold_title(value), value)
    return found
