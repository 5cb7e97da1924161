from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped
from belisha.policies.models import PolicyVersion
from belisha.ratification.models.scoped import SchoolQuerySet


class Consultation(SchoolScoped):
    """A version shown to the people it concerns, for comments.

    `audience` are roles of the vocabulary; a wider role includes those within it. `closes_on` is the last day
    for comments. `asks` is the school's question. `by_link`: people with the link can read and comment
    without an account.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="consultations")
    audience = models.JSONField(default=list)
    asks = models.TextField(blank=True)
    by_link = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    closes_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(ended_at__isnull=True), name="consultation_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"consultation on version {self.version_id}"


class CommentState(models.TextChoices):
    """What the school answered."""

    OPEN = "open", "Not answered yet"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class Comment(SchoolScoped):
    """A comment on a clause, or on the policy as a whole (`clause` empty).

    `clause_was` is the clause when the comment was made, in the policy file's form (empty if the draft
    removed it), so that later changes can be shown. `text_hash` prevents duplicates. `by` is empty for a
    comment by link. `reason` is the school's answer.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="comments")
    clause = models.SlugField(max_length=100, blank=True)
    clause_was = models.TextField(blank=True)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=CommentState.choices, default=CommentState.OPEN)
    reason = models.TextField(blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "clause", "by", "text_hash"],
                condition=Q(by__isnull=False),
                name="comment_once",
            ),
            models.CheckConstraint(
                condition=Q(state=CommentState.OPEN, closed_at__isnull=True, reason="")
                | (
                    Q(state__in=[CommentState.ACCEPTED, CommentState.DECLINED], closed_at__isnull=False)
                    & ~Q(reason="")
                ),
                name="comment_closed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"
