"""The groups that a school can consult."""

from functools import cache

from belisha.base.text import capital
from belisha.people.roles import role_label, umbrella_roles
from belisha.rules.vocabulary.loading import load_vocabulary, wider

EVERYONE = "everyone"


@cache
def audience_choices() -> tuple[tuple[str, str], ...]:
    """Return the choices: everyone, then the widest groups, then offices outside those groups."""
    roles = load_vocabulary().roles
    people = [role for role in roles.values() if not role.is_institution and not role.is_group]
    groups = [
        role.id for role in people if not role.is_office and set(wider(roles, role.id)) <= _above(role.id)
    ]
    apart = [role.id for role in people if role.is_office and set(wider(roles, role.id)) <= _above(role.id)]
    return tuple((role, capital(role_label(role))) for role in (EVERYONE, *groups, *apart))


def _above(role: str) -> set[str]:
    """Return the roles that may lie above a group: itself, and words for many kinds of people."""
    return {role, *umbrella_roles()}
