from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer

SEES = ("publish-policy", "see-state")


class Finding(models.TextChoices):
    """What a check of the school's website found."""

    SAME = "same", "Shows the ratified version"
    OTHER = "other", "Shows another version"
    CHANGED = "changed", "Shows a text that differs"
    ABSENT = "absent", "Does not show the policy"
    NOT_REACHED = "not-reached", "Could not be reached"


class CheckQuerySet(ScopedQuerySet):
    """Checks, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the schools where the viewer publishes, or sees how things stand."""
        return self.filter(school__in=viewer.ids_with(*SEES))

    def finished(self) -> Self:
        """Those that came to a finding."""
        return self.filter(done_at__isnull=False)


class WebsiteCheck(SchoolScoped):
    """One look at the page of a school's website that shows its policy, and what was found there.

    `version` is the version that was in force then, `shows` the one that the page showed (empty: none that is
    known here). `percent` is how much of the version's text is there; `detail` holds the sentences, the first
    differences and the documents that were read. A row without `done_at` was begun and never finished.
    """

    address = models.URLField(max_length=500)
    version = models.ForeignKey("policies.PolicyVersion", on_delete=models.PROTECT, related_name="+")
    shows = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=12, choices=Finding.choices, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["school", "-asked_at"], name="website_check_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, finding="")
                | Q(done_at__isnull=False, finding__in=Finding.values),
                name="website_check_done_with_a_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk} of {self.address}"
