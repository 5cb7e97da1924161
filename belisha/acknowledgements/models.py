from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.policies.models import PolicyVersion

# The record's word for it.
WRITE_ONCE = "An acknowledgement is kept as it was made: it is neither changed nor removed."


class WriteOnceError(Exception):
    """Someone tried to change or delete a record that is kept for ever."""


class Method(models.TextChoices):
    """How someone acknowledged a document."""

    OWN = "own", "On their own account"
    DEVICE = "device", "On a shared device, by QR code"
    PAPER = "paper", "On paper, before a witness"


class PresentedExtent(models.TextChoices):
    """How much of the document was shown."""

    ROLE = "role", "What concerns their role, with the whole one click away"
    CHANGES = "changes", "What had changed since they last acknowledged it, with the whole one click away"
    WHOLE = "whole", "The whole document"


class WriteOnceQuerySet(ScopedQuerySet):
    """Rows that are written once. The database refuses changes too (see `triggers`)."""

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse."""
        raise WriteOnceError(WRITE_ONCE)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise WriteOnceError(WRITE_ONCE)


class AcknowledgementQuerySet(WriteOnceQuerySet):
    """Acknowledgements, by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the viewer's own, and those of the schools whose people they manage."""
        own = Q(person=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        return self.filter(own | Q(school__in=viewer.managed_ids))

    def standing(self) -> Self:
        """Return those that were not set aside."""
        return self.filter(set_aside__isnull=True)


class AcknowledgementSetAsideQuerySet(WriteOnceQuerySet):
    """Entries that set an acknowledgement aside, by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of the schools whose people the viewer manages."""
        return self.filter(school__in=viewer.managed_ids)


class Acknowledgement(SchoolScoped):
    """A person's acknowledgement of exactly one version of a document, kept for ever.

    `name`, `role` (and its label, `role_name`) are the person's at that time. `wording` is what they agreed
    to; `shown` says how much was shown, `clauses` which clauses, `shown_hash` is the SHA-256 of that text,
    and `since` the version acknowledged before, if only changes were shown. On paper, `signed_on` is the day
    of the signature, `witnesses` the ids and names of the witnesses and `entered_by` who entered it. `tries`
    is how often the short check was answered (0: there was none). `statement` is all of it as canonical JSON,
    sealed by `sha256`, `signature` and `public_key`.
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
    shown = models.CharField(max_length=10, choices=PresentedExtent.choices)
    clauses = models.JSONField(default=list)
    shown_hash = models.CharField(max_length=64)
    since = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    how = models.CharField(max_length=10, choices=Method.choices)
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
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["school", "version"], name="acknowledged_version")]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person"], condition=Q(replaces__isnull=True), name="acknowledged_once"
            ),
            models.CheckConstraint(
                condition=Q(how=Method.PAPER, signed_on__isnull=False, entered_by__isnull=False)
                | (~Q(how=Method.PAPER) & Q(signed_on__isnull=True, entered_by__isnull=True)),
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
        """Insert the row. Raise WriteOnceError if it exists."""
        if not self._state.adding:
            raise WriteOnceError(WRITE_ONCE)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse."""
        raise WriteOnceError(WRITE_ONCE)


class SetAside(SchoolScoped):
    """An acknowledgement on paper that was entered by mistake, with the reason. It then no longer counts.

    The acknowledgement itself stays as it was made. The person is asked again; what they then acknowledge
    `replaces` the one that was set aside.
    """

    acknowledgement = models.OneToOneField(
        Acknowledgement, on_delete=models.PROTECT, related_name="set_aside"
    )
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = AcknowledgementSetAsideQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="set_aside_with_a_reason")]

    def __str__(self) -> str:
        return f"set aside: acknowledgement {self.acknowledgement_id}"


class SealKeyQuerySet(models.QuerySet["SealKey"]):
    """Public keys, which anyone may see."""


class SealKey(models.Model):
    """A public key of this site, and from when on it was used. Kept, so that old certificates verify."""

    public_key = models.CharField(max_length=60, unique=True)
    since_at = models.DateTimeField(default=timezone.now)

    objects = SealKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-since_at"]

    def __str__(self) -> str:
        return self.public_key


class UnderstandingQuerySet(ScopedQuerySet):
    """Short checks, by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the viewer's own only."""
        return self.filter(person=viewer.user_id) if viewer.user_id else self.none()


class Understanding(SchoolScoped):
    """A person's progress with the short check on a version: the tries, and when it was passed."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    passed_at = models.DateTimeField(null=True, blank=True)

    objects = UnderstandingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="understanding_once")]

    def __str__(self) -> str:
        return f"check of version {self.version_id}"
