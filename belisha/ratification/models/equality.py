from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped
from belisha.policies.models import PolicyVersion
from belisha.ratification.models.scoped import MakersQuerySet


class EqualityOutcome(models.TextChoices):
    """The outcome of an equality check."""

    NONE_FOUND = "none found", "It discriminates against nobody"
    CONCERN = "concern", "There is a concern: the text must change"


class EqualityCheck(SchoolScoped):
    """An equality check of one text: does the policy as written discriminate against anyone (B55)?

    `grounds` are those that were checked, in words. A further check of the same text is a further row; the
    newest counts.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="equality_checks")
    checksum = models.CharField(max_length=64)
    grounds = models.JSONField(default=list)
    outcome = models.CharField(max_length=12, choices=EqualityOutcome.choices)
    notes = models.TextField(blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=timezone.now)

    objects = MakersQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=EqualityOutcome.NONE_FOUND)
                | (Q(outcome=EqualityOutcome.CONCERN) & ~Q(notes="")),
                name="equality_concern_in_words",
            )
        ]

    def __str__(self) -> str:
        return f"equality check of version {self.version_id}"
