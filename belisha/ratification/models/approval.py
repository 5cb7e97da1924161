from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped
from belisha.policies.models import PolicyVersion
from belisha.ratification.models.scoped import MakersQuerySet


class ApprovalRound(SchoolScoped):
    """A request to named people to approve a version; `needed` of them must.

    `ended_at` is set when the version is approved or goes back to draft.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="rounds")
    needed = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MakersQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(ended_at__isnull=True), name="approval_one_round_open"
            ),
            models.CheckConstraint(condition=Q(needed__gte=1), name="approval_needs_somebody"),
        ]

    def __str__(self) -> str:
        return f"approval of version {self.version_id}"


class Approver(SchoolScoped):
    """One of the people who are asked."""

    round = models.ForeignKey(ApprovalRound, on_delete=models.CASCADE, related_name="approvers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = MakersQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "user"], name="approver_once")]

    def __str__(self) -> str:
        return f"approver {self.user_id}"


class ApprovalOpinion(models.TextChoices):
    """An approver's opinion."""

    APPROVES = "approves", "Approves"
    ASKS_CHANGES = "asks for changes", "Asks for changes"


class Decision(SchoolScoped):
    """One approver's decision on one text: it holds for that checksum only.

    A change of mind is a further row: the last one counts, and none is deleted.
    """

    round = models.ForeignKey(ApprovalRound, on_delete=models.PROTECT, related_name="decisions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checksum = models.CharField(max_length=64)
    opinion = models.CharField(max_length=20, choices=ApprovalOpinion.choices)
    words = models.TextField(blank=True)
    decided_at = models.DateTimeField(default=timezone.now)

    objects = MakersQuerySet.as_manager()

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opinion=ApprovalOpinion.APPROVES)
                | (Q(opinion=ApprovalOpinion.ASKS_CHANGES) & ~Q(words="")),
                name="decision_says_what_to_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.opinion}"
