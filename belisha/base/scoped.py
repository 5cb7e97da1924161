"""Rows that belong to one school, and how they are reached."""

from typing import Any, Protocol, Self

from django.db import models


class Viewer(Protocol):
    """Whoever looks: their own id, and the schools that they belong to today."""

    @property
    def user_id(self) -> int | None:
        """The person's own id, or None for anybody."""

    @property
    def school_ids(self) -> frozenset[int]:
        """The schools that they belong to."""

    @property
    def managed_ids(self) -> frozenset[int]:
        """The schools whose people they look after."""

    @property
    def offices(self) -> frozenset[tuple[int, str]]:
        """Every role that they hold today, with its school."""

    def ids_with(self, *rights: str) -> frozenset[int]:
        """The schools where they hold any of the rights."""


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows are reached through `visible_to`: empty unless a model says otherwise."""

    def visible_to(self, viewer: Viewer) -> Self:  # noqa: ARG002
        """The rows that the viewer may see."""
        return self.none()


class SchoolScoped(models.Model):
    """A row of one school."""

    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
