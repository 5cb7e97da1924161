from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.policies.states import VersionState


class PolicyDocument(SchoolScoped):
    """One policy of a school, through all of its versions."""

    slug = models.SlugField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["school__name", "title"]
        constraints = [models.UniqueConstraint(fields=["school", "slug"], name="document_once")]

    def __str__(self) -> str:
        return self.title


class VersionQuerySet(ScopedQuerySet):
    """Versions, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """What was ever published, to anybody; drafts, to those who look after the school."""
        return self.exclude(~Q(school__in=viewer.managed_ids), state=VersionState.DRAFT)

    def in_force(self) -> Self:
        """The versions that answer today."""
        return self.filter(state=VersionState.PUBLISHED)


class PolicyVersion(SchoolScoped):
    """One text of a policy. It is never edited: a change is a new version."""

    document = models.ForeignKey(PolicyDocument, on_delete=models.PROTECT, related_name="versions")
    label = models.CharField(max_length=60)
    source = models.TextField()
    checksum = models.CharField(max_length=64)
    state = models.CharField(
        max_length=12, choices=[(s, s) for s in VersionState], default=VersionState.DRAFT
    )
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["document", "label"], name="version_label_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state=VersionState.PUBLISHED), name="one_version_in_force"
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT, published_at__isnull=True)
                | Q(~Q(state=VersionState.DRAFT), published_at__isnull=False),
                name="version_published_at_an_instant",
            ),
            models.CheckConstraint(condition=Q(state__in=list(VersionState)), name="version_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.label}"
