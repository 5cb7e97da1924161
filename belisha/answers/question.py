"""A question as the address of a page holds it: `?as=teacher&q=…&fact=immediate-family:yes`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import urlencode

from belisha.rules import grants
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary import load_vocabulary
from belisha.rules.words import FactKind

LONGEST = 500
YES_NO = {"yes": True, "no": False}
MOST_FACTS = 40


class QuestionError(ValueError):
    """Something in the question is unknown: a sentence with the value in quotes."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks what. Either `words`, or an `action` chosen from the list (which then stands for them).

    `subject` is who does it, where that is somebody else. `skipped` are follow-up questions that the
    person could not answer.
    """

    role: str
    words: str = ""
    action: str = ""
    subject: str = ""
    towards: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))
    skipped: tuple[str, ...] = ()

    def with_fact(self, fact: str, value: str) -> "Question":
        """The same with one more thing known; `towards` counts as one, and an empty value is "not known"."""
        if not value:
            return replace(self, skipped=(*self.skipped, fact))
        if fact == "towards":
            return replace(self, towards=known_party(value))
        return replace(self, facts={**self.facts, fact: fact_value(fact, value)})

    def without(self, fact: str) -> "Question":
        """The same without one thing."""
        return replace(self, facts={name: value for name, value in self.facts.items() if name != fact})

    def query(self) -> str:
        """The part of an address that leads to this question again."""
        pairs = [
            ("as", self.role),
            ("q", self.words),
            ("action", self.action),
            ("by", self.subject),
            ("towards", self.towards),
        ]
        pairs += [("fact", f"{name}:{value_word(value)}") for name, value in sorted(self.facts.items())]
        pairs += [("skip", name) for name in self.skipped]
        return urlencode([(name, value) for name, value in pairs if value])


def read_facts(pairs: Iterable[str]) -> dict[str, FactValue]:
    """`["age:9", "in-lesson:no"]` as values. Raises QuestionError."""
    found: dict[str, FactValue] = {}
    for pair in list(pairs)[:MOST_FACTS]:
        name, _, value = pair.partition(":")
        found[name] = fact_value(name, value)
    return found


def fact_value(name: str, word: str) -> FactValue:
    """The value that `word` gives the fact. Raises QuestionError for an unknown fact or value."""
    kind = _kind(name)
    if kind is FactKind.PLATFORM:
        if word in load_vocabulary().platforms or word == "other":
            return word
    elif kind is FactKind.NUMBER:
        if word.isdecimal() and len(word) <= 4:
            return int(word)
    elif word in YES_NO:
        return YES_NO[word]
    message = f"“{word[:60]}” is not an answer to “{name}”."
    raise QuestionError(message)


def _kind(name: str) -> FactKind:
    known = load_vocabulary().facts.get(name)
    if known:
        return known.kind
    grant = grants.parse(name)
    if grant is None or not _is_somebody(grant.who):
        message = f"“{name[:60]}” is not something that this site knows of."
        raise QuestionError(message)
    return FactKind.YES_NO


def known_party(word: str) -> str:
    """The role or outside body, if it is one. Raises QuestionError."""
    if not _is_somebody(word):
        message = f"“{word[:60]}” is nobody that this site knows of."
        raise QuestionError(message)
    return word


def _is_somebody(word: str) -> bool:
    vocabulary = load_vocabulary()
    return word in vocabulary.roles or word in vocabulary.parties


def value_word(value: FactValue) -> str:
    """The value as the address holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
