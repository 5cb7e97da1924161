from typing import Self

from belisha.base.scoped import ScopedQuerySet, Viewer
from belisha.ratification.makers import MAKERS


class OfTheSchool(ScopedQuerySet):
    """Rows about a policy on its way: the school's own people see them, and nobody else."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the schools that the viewer belongs to."""
        return self.filter(school__in=viewer.school_ids)


class OfTheMakers(ScopedQuerySet):
    """Rows that only those see who take part in making, checking and signing a policy."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the schools where the viewer has one of the rights that move a policy on."""
        return self.filter(school__in=viewer.ids_with(*MAKERS))
