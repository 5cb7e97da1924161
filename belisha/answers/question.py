"""Read and write a question as the address of a page: `?as=teacher&q=…&fact=immediate-family:yes`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import urlencode

from belisha.rules.language import grants
from belisha.rules.ruling import FactValue, Situation
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.words import OTHER, FactKind

LONGEST = 500
YES_NO = {"yes": True, "no": False}
MOST_FACTS = 40
MOST_OTHERS = 3


class QuestionError(ValueError):
    """Something in the question is unknown; the message quotes the value."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks what. Either `words`, or an `action` chosen from the list (which then stands for them).

    `subject` is who acts, if that is somebody else. `skipped` are follow-up questions that the
    person could not answer.

    What was understood goes along, so that the page can be shown again without the words: the `kind` of
    words, the `clauses` that answer what, when and what follows, `others` that may have been meant, and
    whether it was unsure.
    """

    role: str
    words: str = ""
    action: str = ""
    subject: str = ""
    towards: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))
    skipped: tuple[str, ...] = ()
    kind: str = ""
    clauses: tuple[str, ...] = ()
    others: tuple[Situation, ...] = ()
    is_unsure: bool = False

    def with_fact(self, fact: str, value: str) -> "Question":
        """Return the question with one more fact or party; an empty value means "not known"."""
        if not value:
            return replace(self, skipped=(*self.skipped, fact))
        if fact == "towards":
            return replace(self, towards=known_party(value))
        return replace(self, facts={**self.facts, fact: fact_value(fact, value)})

    def without(self, fact: str) -> "Question":
        """Return the question without one fact."""
        return replace(self, facts={name: value for name, value in self.facts.items() if name != fact})

    def query(self) -> str:
        """Return the query string that leads to this question again."""
        pairs = [
            ("as", self.role),
            ("q", self.words),
            ("action", self.action),
            ("by", self.subject),
            ("towards", self.towards),
        ]
        pairs += [("fact", f"{name}:{value_word(value)}") for name, value in sorted(self.facts.items())]
        pairs += [("skip", name) for name in self.skipped]
        pairs += [("kind", self.kind), ("unsure", "yes" if self.is_unsure else "")]
        pairs += [("clause", each) for each in self.clauses]
        pairs += [("or", code) for code in dict.fromkeys(map(_code_of, self.others))]
        return urlencode([(name, value) for name, value in pairs if value])


def _code_of(situation: Situation) -> str:
    return ":".join((situation.action, situation.role, situation.towards or ""))


def read_others(codes: Iterable[str], facts: Mapping[str, FactValue]) -> tuple[Situation, ...]:
    """Return `["befriend:teacher:pupil"]` as situations. What this site does not know is left out."""
    vocabulary, found = load_vocabulary(), []
    for code in list(codes)[:MOST_OTHERS]:
        action, _, rest = code.partition(":")
        role, _, towards = rest.partition(":")
        if (
            action in vocabulary.actions
            and role in vocabulary.roles
            and (not towards or _is_somebody(towards))
        ):
            found.append(Situation(role, action, towards or None, facts))
    return tuple(found)


def read_facts(pairs: Iterable[str]) -> dict[str, FactValue]:
    """Return `["age:9", "in-lesson:no"]` as values. Raises QuestionError."""
    found: dict[str, FactValue] = {}
    for pair in list(pairs)[:MOST_FACTS]:
        name, _, value = pair.partition(":")
        found[name] = fact_value(name, value)
    return found


def fact_value(name: str, word: str) -> FactValue:
    """Return the value that `word` gives the fact. Raises QuestionError for an unknown fact or value."""
    kind = _kind(name)
    if kind is FactKind.PLATFORM:
        if word in load_vocabulary().platforms or word == "other":
            return word
    elif kind is FactKind.CHOICE:
        if word in (*load_vocabulary().facts[name].values, OTHER):
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
    """Return `word` if it is a role or outside body. Raises QuestionError if it is not."""
    if not _is_somebody(word):
        message = f"“{word[:60]}” is nobody that this site knows of."
        raise QuestionError(message)
    return word


def _is_somebody(word: str) -> bool:
    vocabulary = load_vocabulary()
    return word in vocabulary.roles or word in vocabulary.parties


def value_word(value: FactValue) -> str:
    """Return the value as it is written in the address."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
