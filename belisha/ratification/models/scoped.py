from typing import Self

from belisha.base.scoped import ScopedQuerySet, Viewer
from belisha.ratification.rights import MAKING_RIGHTS


class SchoolQuerySet(ScopedQuerySet):
    """Records that everyone who belongs to the school may see."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the rows of the schools that the viewer belongs to."""
        return self.filter(school__in=viewer.school_ids)


class MakersQuerySet(ScopedQuerySet):
    """Records that only those who make, check or sign policies may see."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the rows of the schools where the viewer has a right that moves a version on."""
        return self.filter(school__in=viewer.ids_with(*MAKING_RIGHTS))
