from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.people.models.people import User


class InvitationQuerySet(ScopedQuerySet):
    """Invitations that a viewer may see."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the invitations of the schools whose people the viewer manages."""
        return self.filter(school__in=viewer.managed_ids)

    def open(self) -> Self:
        """Return the invitations that can still be accepted."""
        return self.filter(accepted_at__isnull=True, expires_at__gt=timezone.now())


class Invitation(SchoolScoped):
    """An invitation for one person to join a school. The link holds a token; only its hash is stored."""

    email = models.EmailField()
    name = models.CharField(max_length=150)
    role = models.SlugField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
