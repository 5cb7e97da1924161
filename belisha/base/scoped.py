"""Models whose rows belong to one school, and querysets limited to what a viewer may see."""

from typing import Any, Protocol, Self

from django.db import models


class Viewer(Protocol):
    """The person who looks, with the schools that they belong to today."""

    @property
    def user_id(self) -> int | None:
        """Return the person's id, or None for an anonymous visitor."""

    @property
    def school_ids(self) -> frozenset[int]:
        """Return the ids of the schools that they belong to."""

    @property
    def managed_ids(self) -> frozenset[int]:
        """Return the ids of the schools whose people they manage."""

    @property
    def offices(self) -> frozenset[tuple[int, str]]:
        """Return (school id, role) for every role that they hold today."""

    def ids_with(self, *rights: str) -> frozenset[int]:
        """Return the ids of the schools where they hold any of the rights."""


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset that is read through `visible_to`, which is empty unless a model overrides it."""

    def visible_to(self, viewer: Viewer) -> Self:  # noqa: ARG002
        """Return the rows that the viewer may see."""
        return self.none()


class SchoolScoped(models.Model):
    """A row that belongs to one school."""

    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
