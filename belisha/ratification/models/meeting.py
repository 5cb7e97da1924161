from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped
from belisha.policies.models import PolicyVersion
from belisha.ratification.models.scoped import SchoolQuerySet


class Ratification(SchoolScoped):
    """The meeting that ratified a text: day, body and minute reference.

    Never changed. `set_aside_at` is set when the version goes back to draft, or when the record was corrected
    before anyone had signed; the corrected record then carries the same instant. A later mistake in `minute`
    is corrected by a `MinuteCorrection`.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="ratifications")
    checksum = models.CharField(max_length=64)
    met_on = models.DateField()
    body = models.CharField(max_length=100)
    minute = models.CharField(max_length=60)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    objects = SchoolQuerySet.as_manager()

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
    """A corrected minute reference. The newest counts; none is deleted.

    For a record that was set aside it gives the reason, and the minute of the corrected record.
    """

    ratification = models.ForeignKey(Ratification, on_delete=models.PROTECT, related_name="corrections")
    minute = models.CharField(max_length=60)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"correction {self.pk}"


class SignatureParty(models.TextChoices):
    """The party that a signature stands for."""

    SCHOOL = "school", "For the school"
    GOVERNORS = "governors", "For the governors"


class Signature(SchoolScoped):
    """One of the two signatures under a ratified text. `wording` is the whole of what was agreed to.

    Nobody signs for both parties.
    """

    ratification = models.ForeignKey(Ratification, on_delete=models.PROTECT, related_name="signatures")
    part = models.CharField(max_length=10, choices=SignatureParty.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.SlugField(max_length=60)
    checksum = models.CharField(max_length=64)
    wording = models.TextField()
    signed_at = models.DateTimeField(default=timezone.now)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ratification", "part"], name="signature_once_for_each"),
            models.UniqueConstraint(fields=["ratification", "by"], name="signature_by_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.by_id}"
