"""Who answers for what, and where help is: read off the clauses."""

from dataclasses import dataclass
from functools import cache

from belisha.rules.clauses import Clause, Deed, Office, Rule
from belisha.rules.policy import Policy
from belisha.rules.vocabulary import load_vocabulary

TOLD = (Deed.REPORT, Deed.TELL, Deed.REFER, Deed.ASK)


@dataclass(frozen=True, slots=True)
class Contact:
    """An office or an outside body, with the clauses that name it."""

    id: str
    label: str
    clauses: tuple[Clause, ...]


def offices(policy: Policy) -> tuple[Contact, ...]:
    """Everybody who answers for something: by an office clause, or because a rule binds the office."""
    roles = load_vocabulary().roles
    named: dict[str, list[Clause]] = {}
    for clause in policy.clauses:
        for role in _bound(clause):
            if roles[role].is_office or roles[role].is_institution:
                named.setdefault(role, []).append(clause)
    return _contacts(named)


def told_inside(policy: Policy) -> tuple[Contact, ...]:
    """The people of the school to whom something is reported or who are asked."""
    roles = load_vocabulary().roles
    return tuple(contact for contact in _told(policy) if contact.id in roles)


def told_outside(policy: Policy) -> tuple[Contact, ...]:
    """The bodies outside the school: police, a helpline."""
    parties = load_vocabulary().parties
    return tuple(contact for contact in _told(policy) if contact.id in parties)


def _told(policy: Policy) -> tuple[Contact, ...]:
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
        return (clause.office,)
    return clause.who if isinstance(clause, Rule) else ()


def _contacts(named: dict[str, list[Clause]]) -> tuple[Contact, ...]:
    order = _order()
    found = sorted(named.items(), key=lambda item: order.get(item[0], 999))
    return tuple(Contact(who, _label(who), tuple(clauses)) for who, clauses in found)


def _label(who: str) -> str:
    vocabulary = load_vocabulary()
    word = vocabulary.roles.get(who) or vocabulary.parties.get(who)
    return word.label if word else who


@cache
def _order() -> dict[str, int]:
    vocabulary = load_vocabulary()
    return {word: place for place, word in enumerate((*vocabulary.roles, *vocabulary.parties))}
