"""Which office answers for something that takes a right."""

from collections.abc import Iterable
from datetime import date

from belisha.access.rights import load_rights
from belisha.people.models import Membership, School
from belisha.people.roles import stands_for


def holders_of_right(school: School, right: str) -> tuple[str, ...]:
    """The roles and offices that hold the right at the school: its own choice, else the library's."""
    own: Iterable[str] | None = school.rights.get(right)
    return tuple(own) if own else load_rights()[right].holders


def office_with_right(school: School, right: str, on: date) -> str:
    """The first of the holders that somebody is on that day, else a role that is within one of them.

    The first of the holders where nobody is any.
    """
    words = holders_of_right(school, right)
    held = sorted(set(Membership.objects.filter(school=school).on(on).values_list("role", flat=True)))
    exact = [word for word in words if word in held]
    within = [role for role in held if stands_for(role, words)]
    return next(iter([*exact, *within]), words[0])
