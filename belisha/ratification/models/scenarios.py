from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.ratification.models.scoped import SchoolQuerySet
from belisha.rules.ruling import Situation, Verdict


class Scenario(SchoolScoped):
    """A situation and the verdict that the school expects on it.

    `situation_hash` prevents duplicates. `retired_at`: it is no longer checked.
    """

    document = models.ForeignKey(PolicyDocument, on_delete=models.PROTECT, related_name="scenarios")
    question = models.CharField(max_length=200)
    role = models.SlugField(max_length=60)
    action = models.SlugField(max_length=60)
    towards = models.SlugField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    situation_hash = models.CharField(max_length=64)
    verdict = models.CharField(max_length=20, choices=[(v, v) for v in Verdict])
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "situation_hash"],
                condition=Q(retired_at__isnull=True),
                name="scenario_once",
            ),
            models.CheckConstraint(condition=Q(verdict__in=list(Verdict)), name="scenario_verdict_known"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def situation(self) -> Situation:
        """Return the situation to judge."""
        return Situation(self.role, self.action, self.towards or None, self.facts)


class MeantChange(SchoolScoped):
    """A confirmation that a scenario should change under a text: who confirmed it, and why.

    `was` and `verdict` are the verdicts before and after. It holds for the text with this checksum only.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="meant")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    checksum = models.CharField(max_length=64)
    was = models.CharField(max_length=20)
    verdict = models.CharField(max_length=20)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "version", "checksum"], name="meant_once_for_a_text")
        ]

    def __str__(self) -> str:
        return f"meant: {self.was} to {self.verdict}"
