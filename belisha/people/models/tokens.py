from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer

KEEP = "keep-connections"


class AccessTokenQuerySet(ScopedQuerySet):
    """Tokens, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the tokens of the schools whose connections or people the viewer looks after."""
        return self.filter(school__in=viewer.ids_with(KEEP) | viewer.managed_ids)

    def in_use(self) -> Self:
        """Return the tokens that have not been ended."""
        return self.filter(ended_at=None)


class AccessToken(SchoolScoped):
    """A secret with which another system works at a school, within `scopes`. Only its hash is stored.

    It never does more than `made_by` might do on that day.
    """

    name = models.CharField(max_length=60)
    scopes = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"access token {self.pk}"
