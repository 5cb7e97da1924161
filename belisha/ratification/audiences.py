"""Whom a school can ask what they think of a policy."""

from functools import cache

from belisha.base.words import capital
from belisha.people.roles import TOO_WIDE, role_label
from belisha.rules.vocabulary import load_vocabulary, wider

EVERYONE = "everyone"


@cache
def audience_choices() -> tuple[tuple[str, str], ...]:
    """Everybody, then the widest groups, then the offices that are within none of them."""
    roles = load_vocabulary().roles
    people = [role for role in roles.values() if not role.is_institution and role.id not in TOO_WIDE]
    groups = [
        role.id for role in people if not role.is_office and set(wider(roles, role.id)) <= _above(role.id)
    ]
    apart = [role.id for role in people if role.is_office and set(wider(roles, role.id)) <= _above(role.id)]
    return tuple((role, capital(role_label(role))) for role in (EVERYONE, *groups, *apart))


def _above(role: str) -> set[str]:
    """What may stand above a group: itself, and words for many kinds of people at once."""
    return {role, *TOO_WIDE}
