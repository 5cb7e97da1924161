"""The roles that people may choose for themselves, and their names."""

from dataclasses import dataclass
from functools import cache

from belisha.rules.vocabulary import load_vocabulary, wider


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


@cache
def role_groups() -> tuple[RoleGroup, ...]:
    """Every role that a person can have, offices apart."""
    people = [role for role in load_vocabulary().roles.values() if not role.is_institution]
    return (
        RoleGroup("People", tuple(role.id for role in people if not role.is_office)),
        RoleGroup("Offices", tuple(role.id for role in people if role.is_office)),
    )


# Words for many kinds of people at once. Nobody would choose them for themselves.
TOO_WIDE = frozenset({"everyone", "adult", "employee", "senior-staff", "community-member"})


@cache
def public_groups() -> tuple[RoleGroup, ...]:
    """The roles that a visitor may choose from, as people think of themselves."""
    roles = load_vocabulary().roles
    people = [role for role in roles.values() if not role.is_institution and role.id not in TOO_WIDE]
    at_work = [role for role in people if not role.is_office and "staff" in wider(roles, role.id)]
    others = [role for role in people if not role.is_office and role not in at_work]
    return (
        RoleGroup("I work at the school", tuple(role.id for role in at_work)),
        RoleGroup("I am", tuple(role.id for role in others)),
        RoleGroup("I hold an office", tuple(role.id for role in people if role.is_office)),
    )
