"""Roles and offices of the vocabulary: names, groups to choose from, and how they include each other."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from belisha.access.rights import rights_of
from belisha.access.sign_in import needs_second_factor
from belisha.rules.vocabulary.loading import load_vocabulary, wider
from belisha.rules.vocabulary.words import Role


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """Roles under one heading of a list to choose from."""

    title: str
    roles: tuple[str, ...]


def role_label(role: str) -> str:
    """Return the vocabulary's name for the role ("teacher"), or the role itself if it is not known."""
    found = load_vocabulary().roles.get(role)
    return found.label if found else role


def is_known_role(role: str) -> bool:
    """Return whether a person can have this role: it is known and is not an institution."""
    found = load_vocabulary().roles.get(role)
    return found is not None and not found.is_institution


def base_role(role: str) -> str:
    """Return the role behind an office: its nearest ancestor that is no office ("governor" for the chair)."""
    roles = load_vocabulary().roles
    if role not in roles:
        return role
    return next((word for word in wider(roles, role) if not roles[word].is_office), role)


def with_ancestors(role: str) -> frozenset[str]:
    """Return the role with its ancestors, or the role alone if the vocabulary does not know it."""
    roles = load_vocabulary().roles
    return frozenset(wider(roles, role)) if role in roles else frozenset({role})


def role_matches(role: str, words: Collection[str]) -> bool:
    """Return whether the role or one of its ancestors is among the words (a teacher matches "staff")."""
    return not with_ancestors(role).isdisjoint(words)


def is_office(role: str) -> bool:
    """Return whether the role is an office, held from and to a date."""
    found = load_vocabulary().roles.get(role)
    return found is not None and found.is_office


def is_group(role: str) -> bool:
    """Return whether the word covers many roles ("adult"), so that nobody has it as their role."""
    found = load_vocabulary().roles.get(role)
    return found is not None and found.is_group


def most_powerful_role(roles: Iterable[str], own: Mapping[str, Iterable[str]]) -> str:
    """Return the role with the most rights. An invitation with a lesser role could not open an account.

    `own` maps rights to the holders that the school chose.
    """

    def reach(role: str) -> tuple[bool, int]:
        rights = rights_of(with_ancestors(role), own)
        return needs_second_factor({role}, rights), len(rights)

    return max(sorted(roles), key=reach)


@cache
def all_role_groups() -> tuple[RoleGroup, ...]:
    """Return every role in two groups, people and offices; umbrella roles such as "staff" too."""
    return _grouped(role for role in load_vocabulary().roles.values() if not role.is_institution)


@cache
def role_groups() -> tuple[RoleGroup, ...]:
    """Return every role that a person can have in two groups, people and offices."""
    roles = load_vocabulary().roles.values()
    return _grouped(role for role in roles if not role.is_institution and not role.is_group)


def _grouped(roles: Iterable[Role]) -> tuple[RoleGroup, ...]:
    people = list(roles)
    return (
        RoleGroup("People", tuple(role.id for role in people if not role.is_office)),
        RoleGroup("Offices", tuple(role.id for role in people if role.is_office)),
    )


@cache
def umbrella_roles() -> frozenset[str]:
    """Return the roles that cover many kinds of people. Nobody would choose them for themselves."""
    return frozenset(role.id for role in load_vocabulary().roles.values() if role.is_group)


@cache
def public_groups() -> tuple[RoleGroup, ...]:
    """Return the roles that a visitor can choose from, grouped as people think of themselves."""
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
    """Return the roles of somebody who sets up a school: staff and offices, no pupils."""
    at_work, _, offices = public_groups()
    return at_work, offices


TOPMOST = frozenset({"everyone", "adult"})


def role_group(roles: Iterable[str]) -> str:
    """Return the label of the group under which somebody is counted, such as "teacher". Empty without a role.

    A supply teacher counts as a teacher and a teaching assistant as support staff. Somebody who has only an
    office counts under the role that it belongs to.
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
