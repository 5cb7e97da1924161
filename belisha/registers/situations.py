"""A situation as the address of an answer says it, as an entry stores it, and back again. No database."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from belisha.rules.ruling import FactValue, Situation
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.words import OTHER, Fact, FactKind, Vocabulary

MOST_FACTS = 40


def situation_from(data: QueryDict, roles: Iterable[str]) -> Situation | None:
    """Return the situation of an answer's address, for somebody with these roles; None if it names no act.

    What the vocabulary does not know is left out.
    """
    own, vocabulary = list(roles), load_vocabulary()
    role, action = data.get("as", ""), data.get("action", "")
    if role not in own:
        role = own[0] if own else ""
    if not role or action not in vocabulary.actions:
        return None
    towards = data.get("towards", "")
    if towards not in vocabulary.roles and towards not in vocabulary.parties:
        towards = ""
    return Situation(role, action, towards or None, dict(_facts(data.getlist("fact"))))


def _facts(pairs: Iterable[str]) -> Iterable[tuple[str, FactValue]]:
    vocabulary = load_vocabulary()
    for pair in list(pairs)[:MOST_FACTS]:
        name, _, word = pair.partition(":")
        known = vocabulary.facts.get(name)
        if known is None:
            continue
        if known.kind is FactKind.YES_NO and word in ("yes", "no"):
            yield name, word == "yes"
        elif known.kind is FactKind.NUMBER and word.isdecimal() and len(word) <= 4:
            yield name, int(word)
        elif word in _offered(known, vocabulary):
            yield name, word


def _offered(fact: Fact, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words among which an answer is chosen: the platforms, or the values of a choice."""
    if fact.kind is FactKind.PLATFORM:
        return (*vocabulary.platforms, OTHER)
    return (*fact.values, OTHER) if fact.kind is FactKind.CHOICE else ()


def query_of(situation: Situation) -> str:
    """Return the query string that leads to this situation again."""
    pairs = [("as", situation.role), ("action", situation.action), ("towards", situation.towards or "")]
    for name, value in sorted(situation.facts.items()):
        word = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        pairs.append(("fact", f"{name}:{word}"))
    return urlencode([(name, value) for name, value in pairs if value])


def stored_situation(situation: Situation) -> dict[str, Any]:
    """Return a situation as values that JSON can hold."""
    return {
        "role": situation.role,
        "action": situation.action,
        "towards": situation.towards or "",
        "facts": dict(situation.facts),
    }


def read_situation(stored: Mapping[str, Any]) -> Situation:
    """Return what `stored_situation` gave."""
    return Situation(
        str(stored.get("role", "")),
        str(stored.get("action", "")),
        str(stored.get("towards", "")) or None,
        dict(stored.get("facts", {})),
    )
