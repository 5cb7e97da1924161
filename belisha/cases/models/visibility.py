"""Who sees a report or a case: whoever was given access and is not barred, asked anew each time."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from belisha.base.scoped import ScopedQuerySet, Viewer
from belisha.people.roles import with_ancestors

RIGHT = "work-cases"


class ConfidentialQuerySet(ScopedQuerySet):
    """Rows that are seen by access, row by row."""


def visible_through(rows: Any, field: str, viewer: Viewer) -> Any:
    """Return the rows that the viewer has access to by the row's `CaseAccess` (`field`: "report" or "case").

    They need the right to work on cases at the school as well. Whoever is barred, themselves or by an office
    of theirs, sees nothing, whatever else they were given.
    """
    schools = viewer.ids_with(RIGHT)
    if viewer.user_id is None or not schools:
        return rows.none()
    access = rows.model._meta.get_field("access").related_model.objects.filter(ended_at=None)  # noqa: SLF001
    own = access.filter(**{field: OuterRef("pk")})
    found = rows.filter(school__in=schools)
    given: Any = Exists(own.filter(_given(viewer, field), is_barred=False))
    if field == "report":
        through = access.filter(case=OuterRef("case")).filter(_given(viewer, "case"), is_barred=False)
        given = given | Exists(through)
        found = found.exclude(
            Exists(access.filter(_barred(viewer, "case"), case=OuterRef("case"), is_barred=True))
        )
    return found.filter(given).exclude(Exists(own.filter(_barred(viewer, field), is_barred=True)))


def _given(viewer: Viewer, field: str) -> Q:
    """Return the condition that access is the viewer's own, or of an office that they fill."""
    found = Q(user=viewer.user_id)
    for school, role in viewer.offices:
        found |= Q(office__in=with_ancestors(role), **{f"{field}__school": school})
    return found


def _barred(viewer: Viewer, field: str) -> Q:
    """Return the condition that a bar is the viewer's own, or of exactly an office of theirs."""
    found = Q(user=viewer.user_id)
    for school, role in viewer.offices:
        found |= Q(office=role, **{f"{field}__school": school})
    return found
