from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.models import EncryptedFile
from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.policies.documents.reading import read_source
from belisha.policies.states import PUBLIC, VersionState
from belisha.policies.website.models import WebsiteCheck

__all__ = [
    "ChangeKind",
    "DocumentKind",
    "DocumentOfRecord",
    "DocumentQuerySet",
    "Origin",
    "PolicyDocument",
    "PolicyVersion",
    "SchoolWord",
    "VersionQuerySet",
    "WebsiteCheck",
]


class DocumentKind(models.TextChoices):
    """What a document is for. Only a school's policy answers questions."""

    POLICY = "policy", "Social media policy"
    ACCEPTABLE_USE = "acceptable-use", "Acceptable use policy"


class Origin(models.TextChoices):
    """How a school came by its policy, in the terms of document control (K9)."""

    ADOPTED = "adopted", "Adopted"
    ADAPTED = "adopted and adapted", "Adopted and adapted"
    OWN = "school's own", "School’s own"


class DocumentQuerySet(ScopedQuerySet):
    """Documents, limited by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of the schools that the viewer belongs to."""
        return self.filter(school__in=viewer.school_ids)


class PolicyDocument(SchoolScoped):
    """One policy of a school, through all of its versions.

    `follows` is the publisher's model that it was adopted from, `is_model` marks a model that others may
    adopt. `owner` is reminded first when a review comes near. `linked_addresses` says where the policies are
    that it is to be read with, by their names.
    """

    slug = models.SlugField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=DocumentKind.choices, default=DocumentKind.POLICY)
    origin = models.CharField(max_length=24, choices=Origin.choices, default=Origin.OWN)
    is_model = models.BooleanField(default=False)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    linked_addresses = models.JSONField(default=dict, blank=True)

    # Another school finds a published policy as anybody does (see `row_security`).
    PUBLIC_ROWS: ClassVar = (
        "EXISTS (SELECT 1 FROM policies_policyversion version "
        "WHERE version.document_id = policies_policydocument.id AND version.published_at IS NOT NULL)"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["school__name", "title"]
        constraints = [models.UniqueConstraint(fields=["school", "slug"], name="document_once")]

    def __str__(self) -> str:
        return self.title


class ChangeKind(models.TextChoices):
    """The kind of change that a version makes. Only a substantive one must be acknowledged again."""

    FIRST = "first", "First version"
    EDITORIAL = "editorial", "Editorial: the meaning is the same"
    SUBSTANTIVE = "substantive", "Substantive: something is asked differently"


class VersionQuerySet(ScopedQuerySet):
    """Versions, limited by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return what was published, to anyone; what is talked about, to the school; drafts, to writers."""
        makers = viewer.ids_with("write-policy", "record-ratification", "publish-policy")
        talked_about = Q(school__in=viewer.school_ids) & ~Q(state=VersionState.DRAFT)
        return self.filter(Q(state__in=PUBLIC) | talked_about | Q(school__in=makers))

    def in_force(self) -> Self:
        """Return the versions that are in force."""
        return self.filter(state=VersionState.PUBLISHED)


class PolicyVersion(SchoolScoped):
    """One text of a policy. Once it is ratified it is never edited: a change is a new version.

    `source` is the policy file, `checksum` its SHA-256. `follows` is the version that this one was made
    from, `model` the publisher's version last merged into it. `review_due_on` is the real date by which the
    school reviews it: a review without change moves it, and nothing else of a published version moves.
    `authors` are all who wrote at the text, whoever began it too: none of them approves it. `changed_at` is
    when the text was last changed. `ended_why` says why it was withdrawn.
    """

    document = models.ForeignKey(PolicyDocument, on_delete=models.PROTECT, related_name="versions")
    label = models.CharField(max_length=60)
    source = models.TextField()
    checksum = models.CharField(max_length=64)
    state = models.CharField(
        max_length=16, choices=[(s, s) for s in VersionState], default=VersionState.DRAFT
    )
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    model = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    change = models.CharField(max_length=12, choices=ChangeKind.choices, default=ChangeKind.FIRST)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    review_due_on = models.DateField(null=True, blank=True)

    PUBLIC_ROWS: ClassVar = "published_at IS NOT NULL"

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["document", "label"], name="version_label_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state=VersionState.PUBLISHED), name="one_version_in_force"
            ),
            models.CheckConstraint(
                condition=Q(~Q(state__in=PUBLIC), published_at__isnull=True)
                | Q(state__in=PUBLIC, published_at__isnull=False),
                name="version_published_at_an_instant",
            ),
            models.CheckConstraint(condition=Q(state__in=list(VersionState)), name="version_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.label}"

    @property
    def title(self) -> str:
        """The title in this text. The document itself carries the title of its version in force."""
        return read_source(self.source).control.title


class DocumentOfRecordQuerySet(ScopedQuerySet):
    """Documents of record, limited by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of versions that anyone may read, and all to whoever publishes the policy."""
        return self.filter(Q(version__state__in=PUBLIC) | Q(school__in=viewer.ids_with("publish-policy")))

    def current(self) -> Self:
        """Return those that were not taken away or replaced."""
        return self.filter(ended_at__isnull=True)


class DocumentOfRecord(SchoolScoped):
    """The school's own file of a published version: the words that count where our reading differs.

    One that was replaced or taken away stays as a row with its day; its file is destroyed.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="documents_of_record")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    file = models.OneToOneField(EncryptedFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentOfRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(ended_at__isnull=True), name="one_document_of_record"
            )
        ]

    def __str__(self) -> str:
        return f"document of record {self.pk}"


class WordQuerySet(ScopedQuerySet):
    """Words of schools, limited by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of the schools that the viewer belongs to."""
        return self.filter(school__in=viewer.school_ids)


class SchoolWord(SchoolScoped):
    """A word that people at a school use, and what it means: the kind and id of a word of the vocabulary."""

    word = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    means = models.CharField(max_length=80)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    objects = WordQuerySet.as_manager()

    class Meta:
        ordering = ["word"]
        constraints = [models.UniqueConstraint(fields=["school", "word"], name="school_word_once")]

    def __str__(self) -> str:
        return f"word {self.pk}"
