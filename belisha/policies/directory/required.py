"""Whom a school must be able to reach: whom its policy sends people to, and whom statutory guidance names."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from belisha.directory.queries import label_of
from belisha.policies.documents.contacts import contacts_inside, contacts_outside
from belisha.policies.documents.offices import offices_relied_on
from belisha.rules.language.clauses import Clause
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary


@dataclass(frozen=True, slots=True)
class RequiredContact:
    """An office or body that people are sent to.

    `clauses` of the policy name it. `why` and `source` are those of statutory guidance, where that asks for
    it whatever the policy says.
    """

    word: str
    label: str
    clauses: tuple[Clause, ...] = ()
    why: str = ""
    source: str = ""


def required_contacts(policy: Policy | None) -> tuple[RequiredContact, ...]:
    """Return everybody whom a reader may be sent to: statutory ones first, then in the vocabulary's order.

    Without a policy only the statutory ones. Whom everybody has of their own (a line manager) and whom nobody
    can look up (the owner of a picture) are left out.
    """
    named = dict(_named(policy)) if policy else {}
    statutory = _statutory()
    first = [
        RequiredContact(
            word, row.get("label") or label_of(word), named.get(word, ()), row["why"], row["source"]
        )
        for word, row in statutory.items()
    ]
    rest = [RequiredContact(word, label_of(word), found) for word, found in named.items()]
    return (*first, *(each for each in rest if each.word not in statutory))


def _named(policy: Policy) -> Iterator[tuple[str, tuple[Clause, ...]]]:
    vocabulary = load_vocabulary()
    found: dict[str, list[Clause]] = {word: [] for word in policy.control.ask_whom}
    for each in offices_relied_on(policy):
        found.setdefault(each.office, []).extend(each.clauses)
    for contact in (*contacts_inside(policy), *contacts_outside(policy)):
        clauses = found.setdefault(contact.id, [])
        clauses += [clause for clause in contact.clauses if clause not in clauses]
    order = {word: place for place, word in enumerate((*vocabulary.roles, *vocabulary.parties))}
    for word in sorted(found, key=lambda each: order.get(each, len(order))):
        if _can_be_reached(word):
            yield word, tuple(found[word])


def _can_be_reached(word: str) -> bool:
    vocabulary = load_vocabulary()
    if word in _data()["unlisted"]:
        return False
    role = vocabulary.roles.get(word)
    return word in vocabulary.parties if role is None else role.is_office or role.is_institution


def _statutory() -> dict[str, Mapping[str, str]]:
    return {word: row for word, row in _data().items() if isinstance(row, Mapping)}


@cache
def _data() -> Mapping[str, Any]:
    text = files("belisha").joinpath("library", "directory.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))
