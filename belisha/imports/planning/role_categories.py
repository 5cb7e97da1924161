"""The kinds of people that a file may hold, and the roles that it may give, by the vocabulary."""

from functools import cache

from belisha.base.options import Groups
from belisha.base.text import capital
from belisha.imports.files.people import NOBODY
from belisha.people.roles import role_groups, role_label, umbrella_roles
from belisha.rules.vocabulary.loading import load_vocabulary, wider


@cache
def importable_roles() -> tuple[str, ...]:
    """Return every role that a line may mean: one that a person has, not a word for many kinds of people."""
    return tuple(role for group in role_groups() for role in group.roles)


@cache
def category_of(role: str) -> str:
    """Return the widest role that contains this one and still says what somebody is: a teacher is staff."""
    roles = load_vocabulary().roles
    if role not in roles:
        return role
    widest = [word for word in (role, *wider(roles, role)) if word not in {"everyone", "adult"}]
    tops = [word for word in widest if set(roles[word].within) <= umbrella_roles()]
    return tops[-1] if tops else role


@cache
def role_options() -> Groups:
    """Return the roles to choose from for a job title, and the choice to leave such people out."""
    groups = tuple(
        (
            group.title,
            tuple((role, capital(role_label(role))) for role in group.roles if role in importable_roles()),
        )
        for group in role_groups()
    )
    return (*groups, ("Nobody", ((NOBODY, "Leave these people out"),)))


def category_label(sort: str) -> str:
    """Return a kind of people in words, such as “staff” or “pupils”."""
    role = load_vocabulary().roles.get(sort)
    return (role.names[0] if role.names else role.label) if role else sort


def is_office(role: str) -> bool:
    """Return whether the role is an office of the vocabulary."""
    found = load_vocabulary().roles.get(role)
    return found is not None and found.is_office
