from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped
from belisha.policies.models import PolicyVersion
from belisha.ratification.models.scoped import OfTheMakers, OfTheSchool


class EqualityOutcome(models.TextChoices):
    """What the check came to."""

    NONE_FOUND = "none found", "It discriminates against nobody"
    CONCERN = "concern", "There is a concern: the text must change"


class EqualityCheck(SchoolScoped):
    """The check that a policy as written discriminates against nobody (B55), for one text.

    `grounds` are the grounds that were looked at, in words. A further check of the same text is a further
    row; the newest counts.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="equality_checks")
    checksum = models.CharField(max_length=64)
    grounds = models.JSONField(default=list)
    outcome = models.CharField(max_length=12, choices=EqualityOutcome.choices)
    notes = models.TextField(blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=timezone.now)

    objects = OfTheMakers.as_manager()

    class Meta:
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=EqualityOutcome.NONE_FOUND)
                | (Q(outcome=EqualityOutcome.CONCERN) & ~Q(notes="")),
                name="equality_concern_in_words",
            )
        ]

    def __str__(self) -> str:
        return f"equality check of version {self.version_id}"


class Ratification(SchoolScoped):
    """The meeting that ratified a text: when, which body, and where its minutes say so.

    It is never changed. `set_aside_at` is set when the version goes back to draft: that text was then not
    put in force by this meeting. It is set too where the record was put right before anybody had signed: the
    right record was then made at that very instant. What is wrong in `minute` later on is put right by a
    `MinuteCorrection`.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="ratifications")
    checksum = models.CharField(max_length=64)
    met_on = models.DateField()
    body = models.CharField(max_length=100)
    minute = models.CharField(max_length=60)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    objects = OfTheSchool.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(set_aside_at__isnull=True), name="ratification_once"
            ),
            models.CheckConstraint(condition=~Q(minute="") & ~Q(body=""), name="ratification_has_a_minute"),
        ]

    def __str__(self) -> str:
        return f"ratification of version {self.version_id}"


class MinuteCorrection(SchoolScoped):
    """A minute reference that was put down wrongly, put right. The newest counts; none is taken away.

    Under a record that was set aside as wrong it says why, and what the right record's minute is.
    """

    ratification = models.ForeignKey(Ratification, on_delete=models.PROTECT, related_name="corrections")
    minute = models.CharField(max_length=60)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = OfTheSchool.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"correction {self.pk}"


class Part(models.TextChoices):
    """For whom somebody signs."""

    SCHOOL = "school", "For the school"
    GOVERNORS = "governors", "For the governors"


class Signature(SchoolScoped):
    """One of the two signatures under a ratified text. `wording` is what was agreed to, whole.

    Nobody signs for both: two people stand behind a policy.
    """

    ratification = models.ForeignKey(Ratification, on_delete=models.PROTECT, related_name="signatures")
    part = models.CharField(max_length=10, choices=Part.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.SlugField(max_length=60)
    checksum = models.CharField(max_length=64)
    wording = models.TextField()
    signed_at = models.DateTimeField(default=timezone.now)

    objects = OfTheSchool.as_manager()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ratification", "part"], name="signature_once_for_each"),
            models.UniqueConstraint(fields=["ratification", "by"], name="signature_by_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.by_id}"


class Review(SchoolScoped):
    """A review that changed nothing: the version goes on, with a new date by which it is reviewed."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="reviews")
    met_on = models.DateField()
    body = models.CharField(max_length=100)
    minute = models.CharField(max_length=60)
    was_due_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = OfTheSchool.as_manager()

    class Meta:
        ordering = ["met_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "met_on"], name="review_once"),
            models.CheckConstraint(condition=~Q(minute="") & ~Q(body=""), name="review_has_a_minute"),
        ]

    def __str__(self) -> str:
        return f"review of version {self.version_id}"
