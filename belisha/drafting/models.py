from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.models import EncryptedFile
from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.policies.models import PolicyDocument, PolicyVersion


class ImportDecision(models.TextChoices):
    """What a reviewer says of a clause that was read."""

    RIGHT = "right", "Checked"
    GUIDANCE = "guidance", "Guidance only"
    REMOVED = "removed", "Taken out"


class WritersQuerySet(ScopedQuerySet):
    """Rows about drafts, limited by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of the schools whose policy the viewer writes."""
        return self.filter(school__in=viewer.ids_with("write-policy"))


class LibraryText(SchoolScoped):
    """The library text from which a version was made, as it was then, to show differences.

    If the model is a publisher's version on this site, `PolicyVersion.model` is set instead.
    """

    version = models.OneToOneField(PolicyVersion, on_delete=models.CASCADE, related_name="library_text")
    slug = models.SlugField()
    source = models.TextField()

    objects = WritersQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.slug} for version {self.version_id}"


class RemovedClause(SchoolScoped):
    """A clause removed from a draft, with its text and place, so that it can be restored."""

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
    """Merges, by state."""

    def open(self) -> Self:
        """Return the merges that are not finished."""
        return self.filter(ended_at__isnull=True)


class Merging(SchoolScoped):
    """The merge of a new model version into a school's policy: three texts, and the decisions so far.

    `ours` is the school's version, `model` the publisher's new one (None: `library` names a text that
    ships). `decisions` are by clause: `{"take": "theirs" | "ours" | "words", "text": …}`. `draft` is the
    result; a merge that ended without one was dropped.
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


class ImportedDocument(SchoolScoped):
    """The school's own document that a draft was read from: its file byte for byte, and its passages.

    `blocks` are passages with kind, text, number, page and line; `left_out` are words that are in none, each
    with the reason.
    """

    version = models.OneToOneField(PolicyVersion, on_delete=models.CASCADE, related_name="imported_document")
    name = models.CharField(max_length=200)
    file = models.OneToOneField(EncryptedFile, on_delete=models.PROTECT, null=True, related_name="+")
    checksum = models.CharField(max_length=64)
    words_in = models.PositiveIntegerField(default=0)
    words_placed = models.PositiveIntegerField(default=0)
    blocks = models.JSONField(default=list)
    left_out = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)

    objects = WritersQuerySet.as_manager()

    def __str__(self) -> str:
        return f"document of version {self.version_id}"


class ImportedClause(SchoolScoped):
    """A clause that was read from a document, and what a reviewer decided about it.

    `proposed` holds its words, place and the actions that it may be about. `before` is the clause as it was
    before the decision, to undo it.
    """

    document = models.ForeignKey(ImportedDocument, on_delete=models.CASCADE, related_name="clauses")
    position = models.PositiveIntegerField()
    clause = models.TextField()
    proposed = models.JSONField(default=dict)
    confidence = models.FloatField()
    decision = models.CharField(max_length=20, choices=ImportDecision, blank=True)
    before = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = WritersQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "clause"], name="imported_clause_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="imported_decision_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause} of document {self.document_id}"
