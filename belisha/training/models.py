from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer


class RecordQuerySet(ScopedQuerySet):
    """Training records, by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the viewer's own, and those of the schools whose training they keep."""
        own = Q(person=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        return self.filter(own | Q(school__in=viewer.ids_with("keep-training", "see-state")))

    def standing(self) -> Self:
        """Return those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class TrainingRecord(SchoolScoped):
    """A completed training, induction or self-check that a clause asks for (TR8).

    `done_on` is the day, `expires_on` the last day on which it counts, if it expires. `evidence` says how the
    school knows. A mistake is withdrawn with a reason, and kept.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="training")
    clause = models.SlugField(max_length=100)
    title = models.CharField(max_length=200)
    course = models.CharField(max_length=200, blank=True)
    done_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-done_on", "-pk"]
        indexes = [models.Index(fields=["school", "clause", "person"], name="training_by_clause")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "person", "clause", "done_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="training_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("done_on")),
                name="training_expires_after_it_was_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause} by {self.person_id} on {self.done_on}"


class LessonQuerySet(ScopedQuerySet):
    """Lessons, by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of the schools that the viewer belongs to."""
        return self.filter(school__in=viewer.school_ids)


class Lesson(SchoolScoped):
    """A lesson on online safety: topic, class, teacher and day (B33b, B92, K62a)."""

    taught_on = models.DateField()
    group = models.CharField("class", max_length=60)
    topic = models.CharField(max_length=300)
    taught_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    clause = models.SlugField(max_length=100, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["-taught_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "taught_on", "group", "topic"],
                condition=Q(withdrawn_at__isnull=True),
                name="lesson_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} on {self.taught_on}"
