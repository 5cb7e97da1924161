from typing import Protocol

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.models import EncryptedFile
from belisha.base.references import new_reference
from belisha.base.scoped import SchoolScoped, ScopedQuerySet


class Sealer(Protocol):
    """The owner of evidence, such as a case: it seals words and has the key of the files."""

    school_id: int

    def __str__(self) -> str: ...

    def seal(self, text: str) -> str:
        """Return a text encrypted for the owner."""

    def opened(self, sealed: str) -> str:
        """Return a text that `seal` encrypted."""

    def data_key(self) -> bytes:
        """Return the owner's key."""


class ItemKind(models.TextChoices):
    """What an item is. Only an original is ever received; the others are made from one."""

    ORIGINAL = "original", "As received"
    REDACTED = "redacted", "Redacted copy"


class ItemState(models.TextChoices):
    """The state of an item. What is quarantined is seen by nobody."""

    HELD = "held", "Held"
    QUARANTINED = "quarantined", "Locked away unseen"
    DESTROYED = "destroyed", "Destroyed"


class EvidenceItem(SchoolScoped):
    """A file that is evidence, or a capture that is told in facts alone, of an owner such as "case 7KQ4M2PX".

    `visible_to` is empty: an item is reached through its owner, whose guard decides. The name of the file and
    the facts (`captures.FACTS`) are sealed for the owner. The original is never rewritten: `derived_from`
    leads from a redacted copy to it. `timestamp` is a token of RFC 3161 over the SHA-256, in base64.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    owner = models.CharField(max_length=40, db_index=True)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=ItemKind.choices, default=ItemKind.ORIGINAL)
    state = models.CharField(max_length=12, choices=ItemState.choices, default=ItemState.HELD)
    file = models.OneToOneField(EncryptedFile, on_delete=models.PROTECT, null=True)
    media_type = models.CharField(max_length=60, blank=True)
    sealed_name = models.TextField(blank=True)
    sealed_facts = models.TextField(blank=True)
    derived_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="copies")
    received_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    timestamp = models.TextField(blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["owner", "number"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="evidence_item_once"),
            models.CheckConstraint(
                condition=~Q(kind=ItemKind.REDACTED) | Q(derived_from__isnull=False),
                name="redacted_copy_has_an_original",
            ),
        ]

    def __str__(self) -> str:
        return f"evidence {self.reference}"


class Release(models.Model):
    """That somebody agrees to hand a quarantined item to the police. It takes two people."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="releases")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "by"], name="release_once_each")]

    def __str__(self) -> str:
        return f"release {self.pk}"
