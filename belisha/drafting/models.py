from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.policies.models import PolicyDocument, PolicyVersion


class WritersQuerySet(ScopedQuerySet):
    """Rows about drafts, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the schools whose policy the viewer writes."""
        return self.filter(school__in=viewer.ids_with("write-policy"))


class LibraryText(SchoolScoped):
    """The text of the library from which a version was made, as it was then, to show what differs.

    Where the model is a publisher's version on this site, `PolicyVersion.model` says so instead.
    """

    version = models.OneToOneField(PolicyVersion, on_delete=models.CASCADE, related_name="library_text")
    slug = models.SlugField()
    source = models.TextField()

    objects = WritersQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.slug} for version {self.version_id}"


class RemovedClause(SchoolScoped):
    """A clause that was taken out of a draft, so that it can be put back: its text, and where it stood."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="removed_clauses")
    clause = models.TextField()
    title = models.TextField()
    section = models.TextField(blank=True)
    after = models.TextField(blank=True)
    text = models.TextField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(default=timezone.now)

    objects = WritersQuerySet.as_manager()

    class Meta:
        ordering = ["-removed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["version", "clause"], name="clause_removed_once")]

    def __str__(self) -> str:
        return f"{self.clause} of version {self.version_id}"


class MergingQuerySet(WritersQuerySet):
    """Mergers, by where they stand."""

    def open(self) -> Self:
        """Those that are still being decided."""
        return self.filter(ended_at__isnull=True)


class Merging(SchoolScoped):
    """A new version of a model on its way into a school's policy: three texts, and what was decided so far.

    `ours` is the school's version, `model` the publisher's new one (None: `library` names a text that ships).
    `decisions` are by clause: `{"take": "theirs" | "ours" | "words", "text": …}`. `draft` is what came of it;
    ended without one, it was dropped.
    """

    document = models.ForeignKey(PolicyDocument, on_delete=models.PROTECT, related_name="mergings")
    ours = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    model = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    library = models.SlugField(blank=True)
    base = models.TextField()
    theirs = models.TextField()
    decisions = models.JSONField(default=dict, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    draft = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MergingQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(ended_at__isnull=True), name="one_open_merging"
            ),
            models.CheckConstraint(
                condition=Q(draft__isnull=True) | Q(ended_at__isnull=False),
                name="merging_with_draft_is_ended",
            ),
            models.CheckConstraint(
                condition=Q(model__isnull=False, library="") | (Q(model__isnull=True) & ~Q(library="")),
                name="merging_of_a_version_or_the_library",
            ),
        ]

    def __str__(self) -> str:
        return f"merging {self.pk}"
