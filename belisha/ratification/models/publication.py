from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped
from belisha.policies.models import PolicyVersion
from belisha.ratification.models.scoped import SchoolQuerySet


class Review(SchoolScoped):
    """A review that changed nothing: the version stays in force, with a new review date."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="reviews")
    met_on = models.DateField()
    body = models.CharField(max_length=100)
    minute = models.CharField(max_length=60)
    was_due_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["met_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "met_on"], name="review_once"),
            models.CheckConstraint(condition=~Q(minute="") & ~Q(body=""), name="review_has_a_minute"),
        ]

    def __str__(self) -> str:
        return f"review of version {self.version_id}"
