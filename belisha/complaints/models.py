from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.complaints.states import MatterState


class MatterKind(models.TextChoices):
    """What somebody brings to the school."""

    COMPLAINT = "complaint", "A complaint about the policy"
    CONCERN = "concern", "A concern, in private"


class HeardBy(models.TextChoices):
    """The right with which a matter is heard: see `library/rights.toml`."""

    GOVERNORS = "handle-complaints", "the governors"
    SCHOOL = "hear-concerns", "the school"


class MatterQuerySet(ScopedQuerySet):
    """Matters, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer hears, and nobody else's."""
        heard = Q(pk__in=[])
        for right in HeardBy.values:
            heard |= Q(school__in=viewer.ids_with(right), heard_by=right)
        return self.filter(heard)


class Matter(SchoolScoped):
    """A complaint about the policy (B56) or a private concern (K58a), with or without a name.

    `receipt_hash` is the hash of the code with which whoever brought it comes back. `name` and `contact` are
    sealed, and empty where somebody gave none.
    """

    kind = models.CharField(max_length=10, choices=MatterKind.choices)
    heard_by = models.CharField(max_length=20, choices=HeardBy.choices)
    receipt_hash = models.CharField(max_length=64, unique=True)
    name = models.TextField(blank=True)
    contact = models.TextField(blank=True)
    state = models.CharField(
        max_length=16, choices=[(s, s) for s in MatterState], default=MatterState.RECEIVED
    )
    made_at = models.DateTimeField(default=timezone.now)
    answer_due_on = models.DateField()

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["school", "state", "made_at"], name="matter_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(MatterState)), name="matter_state_known"),
            models.CheckConstraint(condition=Q(heard_by__in=HeardBy.values), name="matter_heard_by_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class EntryKind(models.TextChoices):
    """Who speaks in an entry, and to whom."""

    SAID = "said", "From whoever brought it"
    ANSWER = "answer", "Answer"
    NOTE = "note", "Note for those who hear it"


class Entry(models.Model):
    """Something said in a matter. Entries are added, never changed; the words are sealed."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} in {self.matter_id}"
