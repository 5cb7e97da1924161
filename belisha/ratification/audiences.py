"""Whom a school can ask what they think of a policy."""

from functools import cache

from belisha.base.words import capital
from belisha.people.roles import role_label, too_wide
from belisha.rules.vocabulary import load_vocabulary, wider

EVERYONE = "everyone"


@cache
def audience_choices() -> tuple[tuple[str, str], ...]:
    """Everybody, then the widest groups, then the offices that are within none of them."""
    roles = load_vocabulary().roles
    people = [role for role in roles.values() if not role.is_institution and not role.is_group]
    groups = [
        role.id for role in people if not role.is_office and set(wider(roles, role.id)) <= _above(role.id)
    ]
    apart = [role.id for role in people if role.is_office and set(wider(roles, role.id)) <= _above(role.id)]
    return tuple((role, capital(role_label(role))) for role in (EVERYONE, *groups, *apart))


def _above(role: str) -> set[str]:
    """What may stand above a group: itself, and words for many kinds of people at once."""
    return {role, *too_wide()}
