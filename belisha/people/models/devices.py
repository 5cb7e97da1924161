from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.people.models.people import User


class ManagedQuerySet(ScopedQuerySet):
    """Rows for people who manage a school's people."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the rows of the schools whose people the viewer manages."""
        return self.filter(school__in=viewer.managed_ids)

    def active(self) -> Self:
        """Return the rows that have not been revoked."""
        return self.filter(revoked_at__isnull=True)


class SharedDevice(SchoolScoped):
    """A tablet or computer that many people use, in the kitchen or the staff room.

    A link, valid until `opens_until`, sets it up once, on the device itself. From then on the browser there
    holds a token. `token_hash` is the hash of the link's token first, then of the browser's.
    """

    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    opens_until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ManagedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"], condition=Q(revoked_at__isnull=True), name="device_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PersonalCard(SchoolScoped):
    """A card with which somebody without an e-mail address signs in, on shared devices of their school only.

    The code is printed on the card as a QR code, and stored as a hash. `number` is the hash of the short
    number that the person chose at first use. `failed` counts wrong numbers since the last right one.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="cards")
    code_hash = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=128, blank=True)
    failed = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    first_use_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ManagedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "user"], condition=Q(revoked_at__isnull=True), name="one_card_each"
            )
        ]

    def __str__(self) -> str:
        return f"card {self.pk}"
