"""The roles that people may choose for themselves, and their names."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from belisha.access.rights import rights_of
from belisha.access.sign_in import needs_second_factor
from belisha.rules.vocabulary import load_vocabulary, wider
from belisha.rules.words import Role


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """Roles under one heading of the list that people choose from."""

    title: str
    roles: tuple[str, ...]


def role_label(role: str) -> str:
    """The vocabulary's name for the role ("teacher"), or the word itself where it is not there."""
    found = load_vocabulary().roles.get(role)
    return found.label if found else role


def is_known_role(role: str) -> bool:
    """Whether somebody can be this: it is in the vocabulary and is no institution."""
    found = load_vocabulary().roles.get(role)
    return found is not None and not found.is_institution


def plain_role(role: str) -> str:
    """What somebody is apart from their office: the nearest wider role ("governor" for the chair)."""
    roles = load_vocabulary().roles
    if role not in roles:
        return role
    return next((word for word in wider(roles, role) if not roles[word].is_office), role)


def with_wider(role: str) -> frozenset[str]:
    """The role with the wider ones; a word that the vocabulary has lost stands for itself."""
    roles = load_vocabulary().roles
    return frozenset(wider(roles, role)) if role in roles else frozenset({role})


def stands_for(role: str, words: Collection[str]) -> bool:
    """Whether the role is one of the words, or within one of them: a teacher stands for the staff."""
    return not with_wider(role).isdisjoint(words)


def is_office(role: str) -> bool:
    """Whether the role is an office, which somebody holds from and to a date."""
    found = load_vocabulary().roles.get(role)
    return found is not None and found.is_office


def is_group(role: str) -> bool:
    """Whether the word is only for many kinds of people at once: nobody is just "an adult" at a school."""
    found = load_vocabulary().roles.get(role)
    return found is not None and found.is_group


def furthest_role(roles: Iterable[str], own: Mapping[str, Iterable[str]]) -> str:
    """Of somebody's roles the one that reaches furthest: an invitation as less would open no account.

    `own` are the holders that the school has set for some rights.
    """

    def reach(role: str) -> tuple[bool, int]:
        rights = rights_of(with_wider(role), own)
        return needs_second_factor({role}, rights), len(rights)

    return max(sorted(roles), key=reach)


@cache
def word_groups() -> tuple[RoleGroup, ...]:
    """Every word for people, offices apart; those for many kinds of people too."""
    return _grouped(role for role in load_vocabulary().roles.values() if not role.is_institution)


@cache
def role_groups() -> tuple[RoleGroup, ...]:
    """Every role that a person can have, offices apart."""
    roles = load_vocabulary().roles.values()
    return _grouped(role for role in roles if not role.is_institution and not role.is_group)


def _grouped(roles: Iterable[Role]) -> tuple[RoleGroup, ...]:
    people = list(roles)
    return (
        RoleGroup("People", tuple(role.id for role in people if not role.is_office)),
        RoleGroup("Offices", tuple(role.id for role in people if role.is_office)),
    )


@cache
def too_wide() -> frozenset[str]:
    """Words for many kinds of people at once. Nobody would choose them for themselves."""
    return frozenset(role.id for role in load_vocabulary().roles.values() if role.is_group)


@cache
def public_groups() -> tuple[RoleGroup, ...]:
    """The roles that a visitor may choose from, as people think of themselves."""
    roles = load_vocabulary().roles
    people = [role for role in roles.values() if not role.is_institution and not role.is_group]
    at_work = [role for role in people if not role.is_office and "staff" in wider(roles, role.id)]
    others = [role for role in people if not role.is_office and role not in at_work]
    return (
        RoleGroup("I work at the school", tuple(role.id for role in at_work)),
        RoleGroup("I am", tuple(role.id for role in others)),
        RoleGroup("I hold an office", tuple(role.id for role in people if role.is_office)),
    )


@cache
def first_person_groups() -> tuple[RoleGroup, ...]:
    """The roles of whoever begins a school here: they work at it or hold an office. No pupil does."""
    at_work, _, offices = public_groups()
    return at_work, offices


TOPMOST = frozenset({"everyone", "adult"})


def group_of(roles: Iterable[str]) -> str:
    """The group under which somebody is counted: their role beside an office, as wide as "teacher".

    A supply teacher counts among the teachers, a teaching assistant among the support staff; whoever holds
    an office alone counts with the role that it lies within. Empty where there is no role.
    """
    known = load_vocabulary().roles
    mine = [known[role] for role in roles if role in known]
    if not mine:
        return ""
    chain = [next((each for each in mine if not each.is_office), mine[0])]
    while chain[-1].within and chain[-1].within[0] not in TOPMOST:
        chain.append(known[chain[-1].within[0]])
    narrower = chain[-2] if len(chain) > 1 else chain[-1]
    return (chain[-1] if narrower.is_office else narrower).label
