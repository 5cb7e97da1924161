from typing import Self

from django.db import models
from django.db.models import Q

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.policies.models import PolicyVersion
from belisha.rules.ruling import Verdict


class AnswerQuerySet(ScopedQuerySet):
    """Answers, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the answers of the schools that the viewer manages."""
        return self.filter(school__in=viewer.managed_ids)


class AnswerLog(SchoolScoped):
    """One answer that was given: the situation and the ruling, never the words or the person.

    `asked_at` is the hour, not the minute. `clauses` are the ids of those that decided.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    role = models.SlugField(max_length=60)
    action = models.SlugField(max_length=60, blank=True)
    towards = models.SlugField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    verdict = models.CharField(max_length=20, choices=[(v, v) for v in Verdict])
    clauses = models.JSONField(default=list)
    is_sure = models.BooleanField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["school", "asked_at"], name="answer_by_school_and_hour")]
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=list(Verdict)), name="answer_verdict_known")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.action}: {self.verdict}"
