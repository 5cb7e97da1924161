from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.policies.models import PolicyVersion

# The record's word for it.
ACKNOWLEDGED = "acknowledged a document"
KEPT = "An acknowledgement is kept as it was made: it is neither changed nor removed."


class KeptError(Exception):
    """Somebody tried to change or remove what is kept for ever."""


class How(models.TextChoices):
    """How somebody acknowledged a document."""

    OWN = "own", "On their own account"
    DEVICE = "device", "On a shared device, by QR code"
    PAPER = "paper", "On paper, before a witness"


class Shown(models.TextChoices):
    """What was put before somebody."""

    ROLE = "role", "What concerns their role, with the whole one click away"
    CHANGES = "changes", "What had changed since they last acknowledged it, with the whole one click away"
    WHOLE = "whole", "The whole document"


class KeptQuerySet(ScopedQuerySet):
    """Rows that are written once. The database refuses the rest too (see `keeping`)."""

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refused."""
        raise KeptError(KEPT)

    def delete(self) -> NoReturn:
        """Refused."""
        raise KeptError(KEPT)


class AcknowledgementQuerySet(KeptQuerySet):
    """Acknowledgements, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Your own, and those of the schools whose people you look after."""
        own = Q(person=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        return self.filter(own | Q(school__in=viewer.managed_ids))


class Acknowledgement(SchoolScoped):
    """Somebody has acknowledged exactly one version of a document. It is kept for ever, as it was made.

    `name`, `role` (and its words, `role_name`) are the person's as they were. `wording` is what they agreed
    to; `shown` says what was put before them, `clauses` which clauses of it, `shown_hash` is the SHA-256 of
    that very text, and `since` the version that they had acknowledged before, where only changes were shown.
    On paper, `signed_on` is the day of the signature, `witnesses` the ids and names of those who saw it and
    `entered_by` who typed it in. `tries` is how often the short check was answered (0: there was none).
    `statement` is all of it as canonical JSON, sealed by `sha256`, `signature` and `public_key`.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="acknowledgements")
    checksum = models.CharField(max_length=64)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    name = models.CharField(max_length=150)
    role = models.SlugField(max_length=60)
    role_name = models.CharField(max_length=200)
    wording = models.TextField()
    shown = models.CharField(max_length=10, choices=Shown.choices)
    clauses = models.JSONField(default=list)
    shown_hash = models.CharField(max_length=64)
    since = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    how = models.CharField(max_length=10, choices=How.choices)
    signed_on = models.DateField(null=True, blank=True)
    witnesses = models.JSONField(default=list, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    statement = models.TextField()
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=100)
    public_key = models.CharField(max_length=60)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["school", "version"], name="acknowledged_version")]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="acknowledged_once"),
            models.CheckConstraint(
                condition=Q(how=How.PAPER, signed_on__isnull=False, entered_by__isnull=False)
                | (~Q(how=How.PAPER) & Q(signed_on__isnull=True, entered_by__isnull=True)),
                name="acknowledged_on_paper_with_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(statement="") & ~Q(sha256="") & ~Q(signature="") & ~Q(public_key=""),
                name="acknowledged_under_seal",
            ),
        ]

    def __str__(self) -> str:
        return f"acknowledgement {self.pk} of version {self.version_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once. Raises KeptError for a row that is there already."""
        if not self._state.adding:
            raise KeptError(KEPT)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refused."""
        raise KeptError(KEPT)


class SealKeyQuerySet(models.QuerySet["SealKey"]):
    """Public keys: anybody may see them."""


class SealKey(models.Model):
    """A public key with which this site has sealed, from when on. Kept, so that old certificates verify."""

    public_key = models.CharField(max_length=60, unique=True)
    since_at = models.DateTimeField(default=timezone.now)

    objects = SealKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-since_at"]

    def __str__(self) -> str:
        return self.public_key


class UnderstandingQuerySet(ScopedQuerySet):
    """Short checks, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Your own alone."""
        return self.filter(person=viewer.user_id) if viewer.user_id else self.none()


class Understanding(SchoolScoped):
    """How far somebody is with the short check on a version: how often answered, and when passed."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    passed_at = models.DateTimeField(null=True, blank=True)

    objects = UnderstandingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="understanding_once")]

    def __str__(self) -> str:
        return f"check of version {self.version_id}"
