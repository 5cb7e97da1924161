"""Ensure that each school keeps someone with every essential right."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from belisha.access.rights import essential_rights, load_rights, rights_of
from belisha.base.clock import today
from belisha.people.models import Membership, School
from belisha.people.roles import with_ancestors


class LastHolderError(Exception):
    """Nobody at the school would have an essential right. The message says which."""


def missing_rights(school: School, on: date) -> frozenset[str]:
    """Return the essential rights that nobody who can sign in has, on the day or any later day.

    Deputies do not count: they have the office's rights only while they fill it.
    """
    rows = _holders(school, on)
    ends = {row.to_on + timedelta(days=1) for row, _ in rows if row.to_on is not None}
    missing: set[str] = set()
    for day in {on, *ends}:
        held = {right for row, rights in rows if _holds(row, day) for right in rights}
        missing |= essential_rights() - held
    return frozenset(missing)


def check_essential_rights_remain(school: School, before: Iterable[str]) -> None:
    """Raise LastHolderError if a right is missing that was not before. The caller rolls back."""
    school.refresh_from_db(fields=["rights"])
    gone = sorted(missing_rights(school, today()) - set(before))
    if gone:
        label = load_rights()[gone[0]].label
        message = (
            f"Somebody who can sign in must always be able to {label}. Give this right to someone else first."
        )
        raise LastHolderError(message)


def _holders(school: School, on: date) -> list[tuple[Membership, frozenset[str]]]:
    rows = Membership.objects.filter(
        school=school, is_deputy=False, user__is_active=True, user__email__isnull=False
    )
    rows = rows.current_or_future(on)
    by_role = {
        role: rights_of(with_ancestors(role), school.rights) & essential_rights()
        for role in rows.order_by().values_list("role", flat=True).distinct()
    }
    roles_with_essential_rights = [role for role, rights in by_role.items() if rights]
    found = rows.filter(Q(role__in=roles_with_essential_rights) | ~Q(extra_rights=[]))
    return [(row, by_role[row.role] | (set(row.extra_rights) & essential_rights())) for row in found]


def _holds(row: Membership, day: date) -> bool:
    return row.from_on <= day and (row.to_on is None or row.to_on >= day)
