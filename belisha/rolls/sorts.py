"""The sorts of people that a roll may hold, and the roles that it may give, by the vocabulary."""

from functools import cache

from belisha.base.options import Groups
from belisha.base.words import capital
from belisha.people.roles import role_groups, role_label, too_wide
from belisha.rolls.reading.people import NOBODY
from belisha.rules.vocabulary import load_vocabulary, wider


@cache
def roll_roles() -> tuple[str, ...]:
    """Every role that a line of a roll may mean: one that a person has, and not a word for many kinds of
    people.
    """
    return tuple(role for group in role_groups() for role in group.roles)


@cache
def sort_of(role: str) -> str:
    """The widest role that the role is within and that still says what somebody is: a teacher is staff."""
    roles = load_vocabulary().roles
    if role not in roles:
        return role
    widest = [word for word in (role, *wider(roles, role)) if word not in {"everyone", "adult"}]
    tops = [word for word in widest if set(roles[word].within) <= too_wide()]
    return next(iter(tops), role)


@cache
def role_options() -> Groups:
    """The roles to choose from for a job title, and to leave such people out."""
    groups = tuple(
        (
            group.title,
            tuple((role, capital(role_label(role))) for role in group.roles if role in roll_roles()),
        )
        for group in role_groups()
    )
    return (*groups, ("Nobody", ((NOBODY, "Leave these people out"),)))


def sort_label(sort: str) -> str:
    """A sort of people in words, such as “staff” or “pupils”."""
    role = load_vocabulary().roles.get(sort)
    return (role.names[0] if role.names else role.label) if role else sort


def is_office(role: str) -> bool:
    """Whether the role is an office of the vocabulary."""
    found = load_vocabulary().roles.get(role)
    return found is not None and found.is_office
