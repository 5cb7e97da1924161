"""That somebody at a school always has the rights without which nobody could mend anything any more."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from belisha.access.rights import kept_rights, load_rights, rights_of
from belisha.base.clock import today
from belisha.people.models import Membership, School
from belisha.people.roles import with_wider


class LastOneError(Exception):
    """Nobody would have a right any more that somebody at the school must have. The sentence says which."""


def missing_rights(school: School, on: date) -> frozenset[str]:
    """The rights that nobody who can sign in has, on the day or on any day after it.

    A deputy does not count: they have the office's rights only while they fill it.
    """
    rows = _bearers(school, on)
    ends = {row.to_on + timedelta(days=1) for row, _ in rows if row.to_on is not None}
    missing: set[str] = set()
    for day in {on, *ends}:
        held = {right for row, rights in rows if _holds(row, day) for right in rights}
        missing |= kept_rights() - held
    return frozenset(missing)


def check_nobody_is_locked_out(school: School, before: Iterable[str]) -> None:
    """LastOneError where a right is missing now that was not before. Undo the change where it fails."""
    school.refresh_from_db(fields=["rights"])
    gone = sorted(missing_rights(school, today()) - set(before))
    if gone:
        label = load_rights()[gone[0]].label
        message = (
            f"Somebody who can sign in must always be able to {label}. Give that to somebody else first."
        )
        raise LastOneError(message)


def _bearers(school: School, on: date) -> list[tuple[Membership, frozenset[str]]]:
    rows = Membership.objects.filter(
        school=school, stands_in=False, user__is_active=True, user__email__isnull=False
    )
    rows = rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    by_role = {
        role: rights_of(with_wider(role), school.rights) & kept_rights()
        for role in rows.order_by().values_list("role", flat=True).distinct()
    }
    mighty = [role for role, rights in by_role.items() if rights]
    found = rows.filter(Q(role__in=mighty) | ~Q(extra_rights=[]))
    return [(row, by_role[row.role] | (set(row.extra_rights) & kept_rights())) for row in found]


def _holds(row: Membership, day: date) -> bool:
    return row.from_on <= day and (row.to_on is None or row.to_on >= day)
