from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer

SEES = ("publish-policy", "see-state")


class WebsiteFinding(models.TextChoices):
    """What a check of the school's website found."""

    SAME = "same", "Shows the ratified version"
    OTHER = "other", "Shows another version"
    CHANGED = "changed", "Shows a text that differs"
    ABSENT = "absent", "Does not show the policy"
    NOT_REACHED = "not-reached", "Could not be reached"


class CheckQuerySet(ScopedQuerySet):
    """Checks, limited by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of the schools where the viewer publishes, or sees how things stand."""
        return self.filter(school__in=viewer.ids_with(*SEES))

    def finished(self) -> Self:
        """Return the checks that have a finding."""
        return self.filter(done_at__isnull=False)


class WebsiteCheck(SchoolScoped):
    """One check of the page where a school's website shows its policy.

    `version` is the version in force at the time, `shows` the one that the page showed (None: no known
    one). `percent` is the share of the version's text that is there; `detail` holds sentences, the first
    differences and the documents read. A row without `done_at` was never finished.
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
    finding = models.CharField(max_length=12, choices=WebsiteFinding.choices, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["school", "-asked_at"], name="website_check_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, finding="")
                | Q(done_at__isnull=False, finding__in=WebsiteFinding.values),
                name="website_check_done_with_a_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk} of {self.address}"
