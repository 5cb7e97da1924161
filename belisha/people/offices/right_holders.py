"""Which roles and offices have a right."""

from collections.abc import Iterable
from datetime import date

from belisha.access.rights import load_rights
from belisha.people.models import Membership, School
from belisha.people.roles import role_matches


def holders_of_right(school: School, right: str) -> tuple[str, ...]:
    """Return the roles and offices with the right: the school's choice, else the library's."""
    own: Iterable[str] | None = school.rights.get(right)
    return tuple(own) if own else load_rights()[right].holders


def office_with_right(school: School, right: str, on: date) -> str:
    """Return the first role with the right that somebody has on the day, else a role within one of them.

    If nobody has any, return the first role with the right.
    """
    words = holders_of_right(school, right)
    held = sorted(set(Membership.objects.filter(school=school).on(on).values_list("role", flat=True)))
    exact = [word for word in words if word in held]
    within = [role for role in held if role_matches(role, words)]
    return next(iter([*exact, *within]), words[0])
