"""Which office answers for something that takes a right."""

from collections.abc import Iterable
from datetime import date

from belisha.access.rights import load_rights
from belisha.people.models import Membership, School


def holders_of_right(school: School, right: str) -> tuple[str, ...]:
    """The roles and offices that hold the right at the school: its own choice, else the library's."""
    own: Iterable[str] | None = school.rights.get(right)
    return tuple(own) if own else load_rights()[right].holders


def office_with_right(school: School, right: str, on: date) -> str:
    """The first of the holders that somebody is on that day; the first of all where nobody is any."""
    words = holders_of_right(school, right)
    held = set(Membership.objects.filter(school=school, role__in=words).on(on).values_list("role", flat=True))
    return next((word for word in words if word in held), words[0])
