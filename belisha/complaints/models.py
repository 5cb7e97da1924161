from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.references import new_reference
from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.complaints.states import MatterState


class MatterKind(models.TextChoices):
    """A kind of matter."""

    COMPLAINT = "complaint", "A complaint about the policy"
    CONCERN = "concern", "A concern, in private"


class HeardBy(models.TextChoices):
    """The right that lets people handle a matter: see `library/rights.toml`."""

    GOVERNORS = "handle-complaints", "the governors"
    SCHOOL = "hear-concerns", "the school"


class MatterQuerySet(ScopedQuerySet):
    """Matters, by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the matters that the viewer handles."""
        heard = Q(pk__in=[])
        for right in HeardBy.values:
            heard |= Q(school__in=viewer.ids_with(right), heard_by=right)
        return self.filter(heard)


class Matter(SchoolScoped):
    """A complaint about the policy (B56) or a private concern (K58a), with or without a name.

    `receipt_hash` is the hash of the sender's receipt code. `name` and `contact` are encrypted, and empty if
    none was given.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
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
    stamp_hash = models.CharField(max_length=64, blank=True, db_index=True)
    is_about_school = models.BooleanField(default=False)
    is_quarantined = models.BooleanField(default=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["school", "state", "made_at"], name="matter_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(MatterState)), name="matter_state_known"),
            models.CheckConstraint(condition=Q(heard_by__in=HeardBy.values), name="matter_heard_by_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def other_hearers(self) -> HeardBy:
        """Return the right of those to whom it can be handed on."""
        return HeardBy.SCHOOL if self.heard_by == HeardBy.GOVERNORS else HeardBy.GOVERNORS


class ComplaintsProcedureQuerySet(ScopedQuerySet):
    """Complaints procedures: anybody may see where a school's is."""

    def visible_to(self, viewer: Viewer) -> Self:  # noqa: ARG002 - it is public
        """Return all of them."""
        return self.all()


class EntryKind(models.TextChoices):
    """Who wrote an entry, and for whom."""

    SAID = "said", "From the sender"
    HANDED_ON = "handed", "Handed on"
    ANSWER = "answer", "Answer"
    NOTE = "note", "Note for those handling it"


class Entry(models.Model):
    """An entry in a matter. The words are encrypted. The database refuses changes (see `triggers`)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} in {self.matter_id}"


class ComplaintsProcedure(SchoolScoped):
    """Where the school's complaints procedure is found (B56, K58b): an address, or words."""

    title = models.CharField(max_length=120, default="Complaints procedure")
    address = models.URLField(max_length=300, blank=True)
    where = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ComplaintsProcedureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school"], name="complaints_procedure_once"),
            models.CheckConstraint(
                condition=~Q(address="") | ~Q(where=""), name="complaints_procedure_is_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.title
