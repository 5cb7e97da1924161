"""Find the roles, facts and grants of the vocabulary in the words of a clause."""

import re
from collections.abc import Iterable

from belisha.asking.entities import find_entities
from belisha.asking.lexicon import named_role
from belisha.reading.language.force import folded
from belisha.reading.language.lexicon import lexicon, pattern
from belisha.rules.language.clauses import Condition, Deed, Effect, Exemption, Grant, GrantKind
from belisha.rules.vocabulary.words import FactKind, Vocabulary

_GRANTED = re.compile(
    r"\b(permission|consent|approv\w+|agreement|authoris\w+|"
    r"(has|have|is|was|been|be|and) agreed|agreed (with|by))\b",
    re.IGNORECASE,
)
_NOT_A_ROLE = frozenset({"anyone", "everybody"})


def roles_of(names: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the roles that the document's words for people mean; words that mean none are left out."""
    found: list[str] = []
    for name in names:
        for each in _parts(name):
            role = role_of(each, vocabulary)
            if role and role not in found:
                found.append(role)
    return tuple(found)


def _parts(name: str) -> list[str]:
    return [part.strip() for part in re.split(r"/|,| and ", name) if part.strip()]


def role_of(name: str, vocabulary: Vocabulary) -> str:
    """Return the role that a word for people means, or nothing."""
    plain = re.sub(r"^(all|any|the|our|every|each|new) ", "", name)
    if plain in lexicon().bodies or plain in ("we", "organisation"):
        return "school"
    if found := lexicon().roles.get(plain):
        return found
    if found := named_role(plain, vocabulary) or named_role(name, vocabulary):
        return found
    last = plain.split()[-1]
    return named_role(last, vocabulary) or ""


def unknown_people(names: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the document's words for people that the vocabulary has no role for."""
    return tuple(name for name in names if not roles_of([name], vocabulary))


def facts_in(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the facts that a text says to hold: by its words, and by the singular of its words."""
    if not text:
        return ()
    found = {}
    for words in (text, re.sub(r"(?<=[a-z]{3})s\b", "", text)):
        for fact, value in find_entities(words, vocabulary).facts.items():
            if fact in vocabulary.facts and vocabulary.facts[fact].kind is FactKind.YES_NO and value is True:
                found[fact] = True
    return tuple(found)


def conditions_in(text: str, vocabulary: Vocabulary) -> tuple[tuple[Condition, ...], ...]:
    """Return the facts that a text supposes as conditions, each to hold."""
    return tuple((Condition(fact),) for fact in facts_in(text, vocabulary))


def asks_permission(text: str) -> bool:
    """Return whether a duty is to ask first: "consent must be obtained" lets nothing be done without it."""
    return pattern("permission-first").search(folded(text)) is not None


def exemptions_in(text: str, vocabulary: Vocabulary) -> tuple[Exemption, ...]:
    """Return the ways out that a text names: whose permission, or which facts."""
    if not text:
        return ()
    if _GRANTED.search(text) and (grant := _grant(text, vocabulary)):
        return (Exemption((grant,)),)
    return tuple(Exemption(each) for each in conditions_in(text, vocabulary))


def _grant(text: str, vocabulary: Vocabulary) -> Grant | None:
    people = [each.role for each in find_entities(text, vocabulary).people]
    if re.search(r"\bparental\b", text, re.IGNORECASE):
        people = ["parent"]
    offices = [role for role in people if vocabulary.roles[role].is_office or role == "parent"]
    of = tuple(dict.fromkeys(offices or people))
    if not of:
        return None
    is_parents = of == ("parent",) or ("consent" in text.lower() and "parent" in of)
    return Grant(
        GrantKind.CONSENT if is_parents else GrantKind.PERMISSION,
        ("parent",) if is_parents else of,
        written=bool(re.search(r"\b(written|in writing)\b", text, re.IGNORECASE)),
        prior=bool(re.search(r"\bprior\b", text, re.IGNORECASE)),
    )


def effects_in(text: str, vocabulary: Vocabulary) -> tuple[Effect, ...]:
    """Return whom a text says to tell."""
    if not text:
        return ()
    roles = vocabulary.roles
    people = [each.role for each in find_entities(text, vocabulary).people]
    offices = tuple(dict.fromkeys(role for role in people if roles[role].is_office))
    return (Effect(Deed.REPORT, to=offices),) if offices else ()
