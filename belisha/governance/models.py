from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.people.models import School

SEES = ("see-governors-report", "record-governors-action")


class GovernanceQuerySet(ScopedQuerySet):
    """Rows for governors and the head."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of the schools whose governors' report the viewer may see."""
        return self.filter(school__in=viewer.ids_with(*SEES))


class GovernorsAction(SchoolScoped):
    """What the governing body decided to do, at which meeting, why, by when (G56a), and how it ended.

    `clause` is the clause of the policy that it is about, `figure` the figure that gave rise to it.
    """

    what = models.CharField(max_length=300)
    why = models.CharField(max_length=300, blank=True)
    clause = models.SlugField(max_length=100, blank=True)
    figure = models.SlugField(max_length=60, blank=True)
    decided_on = models.DateField()
    minute = models.CharField(max_length=60, blank=True)
    office = models.SlugField(max_length=60)
    due_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    objects = GovernanceQuerySet.as_manager()

    class Meta:
        ordering = ["done_on", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(outcome=""),
                name="governors_action_done_with_an_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"governors' action {self.pk}"


class ReportSharing(SchoolScoped):
    """A school's agreement that a body over it adds up its figures, from and to a date."""

    body = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(default=timezone.now)

    objects = GovernanceQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]

    def __str__(self) -> str:
        return f"school {self.school_id} shares with {self.body_id}"
