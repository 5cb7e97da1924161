from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.imports.states import OPEN, STATE_LABELS, ImportState


class ImportQuerySet(ScopedQuerySet):
    """Rows for those who manage a school's people."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the rows of the schools whose people the viewer manages."""
        return self.filter(school__in=viewer.managed_ids)


class Roll(SchoolScoped):
    """One import of a school's people, from the choice of a file to its end.

    `table` is what the file holds, kept until the import begins; `column_mapping` what was said of its
    columns and titles; `counts` how many lines of each kind there are. A school has one open import at a
    time.
    `are_missing_gone`: people who are not in the file leave. `plan` is the checksum of what was shown.
    """

    kind = models.CharField(max_length=12)
    file_name = models.CharField(max_length=120)
    checksum = models.CharField(max_length=64)
    state = models.CharField(
        max_length=24,
        choices=[(s.value, STATE_LABELS[s]) for s in ImportState],
        default=ImportState.COLUMNS.value,
    )
    table = models.JSONField(null=True, blank=True)
    column_mapping = models.JSONField(default=dict, db_column="meaning")
    counts = models.JSONField(default=dict)
    plan = models.CharField(max_length=64, blank=True)
    are_missing_gone = models.BooleanField(default=False)
    invites = models.BooleanField(default=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    applied_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(state__in=[state.value for state in OPEN]),
                name="one_open_import",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImportState]), name="roll_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class LineKind(models.TextChoices):
    """What a line does."""

    JOINER = "joiner", "Joining"
    CHANGE = "change", "Changing"
    LEAVER = "leaver", "Leaving"
    MISSING = "missing", "Not in the file"
    SAME = "same", "Unchanged"
    ERROR = "error", "Cannot be read"
    NOTE = "note", "Pointed out"


class RollLine(SchoolScoped):
    """What one line of a file does. Its personal data are deleted when the import ends; those of a line that
    could not be read some days later.

    `where` is the file of an archive, `row` what a page shows of the person, `says` what changes (what, was,
    becomes) or what is wrong, and `effects` what the import writes. `user` is the person of the line;
    `likely` somebody whom it may be about, and `answer` what was said to that. `undo` is what takes it back.
    """

    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField(default=0)
    where = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=8, choices=LineKind.choices)
    name = models.CharField(max_length=150, blank=True)
    row = models.JSONField(default=dict)
    says = models.JSONField(default=list)
    effects = models.JSONField(default=dict)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    likely = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=10, blank=True)
    is_done = models.BooleanField(default=False)
    undo = models.JSONField(default=dict)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["roll", "kind", "is_done"], name="roll_line_by_kind")]

    def __str__(self) -> str:
        return f"line {self.line} of import {self.roll_id}"


class RollPerson(SchoolScoped):
    """Somebody whom an import brought to a school. `roles` are those that imports gave and may take away."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    roles = models.JSONField(default=list)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "user"], name="roll_person_once")]

    def __str__(self) -> str:
        return f"person {self.user_id} of school {self.school_id}"


class RollKey(SchoolScoped):
    """A number by which a school's own system knows a person: "admission:1234"."""

    person = models.ForeignKey(RollPerson, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=300)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="roll_key_once")]

    def __str__(self) -> str:
        return f"key {self.pk}"


class RollLayout(SchoolScoped):
    """What a school said of the columns of a file, remembered by their headings."""

    fingerprint = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    role_of_all = models.SlugField(max_length=60, blank=True)
    date_order = models.CharField(max_length=5, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "fingerprint"], name="layout_once")]

    def __str__(self) -> str:
        return self.fingerprint[:12]


class JobTitle(SchoolScoped):
    """The role that a job title means at a school, as somebody there chose. `-` leaves such people out."""

    title = models.CharField(max_length=200)
    role = models.CharField(max_length=60)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "title"], name="job_title_once")]

    def __str__(self) -> str:
        return self.title
