"""Who is responsible for what, and where to get help, taken from the clauses."""

from dataclasses import dataclass
from functools import cache

from belisha.rules.language.clauses import Clause, Deed, Office, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary

TOLD = (Deed.REPORT, Deed.TELL, Deed.REFER, Deed.ASK)


@dataclass(frozen=True, slots=True)
class NamedContact:
    """An office or an outside body, with the clauses that name it."""

    id: str
    label: str
    clauses: tuple[Clause, ...]


def offices(policy: Policy) -> tuple[NamedContact, ...]:
    """Return each office or body that an office clause names or a rule binds."""
    roles = load_vocabulary().roles
    named: dict[str, list[Clause]] = {}
    for clause in policy.clauses:
        for role in _bound(clause):
            if roles[role].is_office or roles[role].is_institution:
                named.setdefault(role, []).append(clause)
    return _contacts(named)


def contacts_inside(policy: Policy) -> tuple[NamedContact, ...]:
    """Return the people at the school to report to or to ask."""
    roles = load_vocabulary().roles
    return tuple(contact for contact in _told(policy) if contact.id in roles)


def contacts_outside(policy: Policy) -> tuple[NamedContact, ...]:
    """Return the bodies outside the school: the police, a helpline."""
    parties = load_vocabulary().parties
    return tuple(contact for contact in _told(policy) if contact.id in parties)


def _told(policy: Policy) -> tuple[NamedContact, ...]:
    named: dict[str, list[Clause]] = {}
    for rule in policy.rules:
        for effect in rule.then:
            for who in effect.to if effect.deed in TOLD else ():
                clauses = named.setdefault(who, [])
                if rule not in clauses:
                    clauses.append(rule)
    return _contacts(named)


def _bound(clause: Clause) -> tuple[str, ...]:
    if isinstance(clause, Office):
        return clause.holders
    return clause.who if isinstance(clause, Rule) else ()


def _contacts(named: dict[str, list[Clause]]) -> tuple[NamedContact, ...]:
    order = _order()
    found = sorted(named.items(), key=lambda item: order.get(item[0], 999))
    return tuple(NamedContact(who, _label(who), tuple(clauses)) for who, clauses in found)


def _label(who: str) -> str:
    vocabulary = load_vocabulary()
    word = vocabulary.roles.get(who) or vocabulary.parties.get(who)
    return word.label if word else who


@cache
def _order() -> dict[str, int]:
    vocabulary = load_vocabulary()
    return {word: place for place, word in enumerate((*vocabulary.roles, *vocabulary.parties))}
