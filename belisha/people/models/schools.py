from datetime import time
from typing import Self

from django.db import models
from django.db.models import F, Q

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer


class SchoolKind(models.TextChoices):
    """The kind of body that has a policy."""

    SCHOOL = "school", "School"
    TRUST = "trust", "Trust"
    HR_BODY = "hr-body", "HR body"


class AsksOnJoining(models.TextChoices):
    """Whom tasks for new people are given to, when a policy begins at a school that already has people."""

    JOINERS = "joiners", "those who join after it began here"
    EVERYBODY = "everybody", "everybody, those who were here before it too"


class School(models.Model):
    """A body with a policy: a school, several that share one (`serves` names them), a trust or an HR body.

    `quiet_from` and `quiet_to`: the hours in which the site sends nothing (G78c). `regularly_means`: how
    often the school does what its policy asks "regularly". `acknowledge_within`: days to read a policy that
    names no number itself. `answer_within`: working days to answer a complaint. `asks_on_joining`: who is
    asked for induction and the like when a policy begins here. `rights`: holders that the school chose, by
    right. `moved_to` is where the school is now, if it went to another site at `moved_at`: nothing is
    changed here any more.
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=SchoolKind.choices, default=SchoolKind.SCHOOL)
    serves = models.JSONField(default=list, blank=True)
    urn = models.CharField("URN", max_length=10, blank=True)
    phase = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    quiet_from = models.TimeField(default=time(18))
    quiet_to = models.TimeField(default=time(7, 30))
    regularly_means = models.CharField(
        max_length=10, choices=[("term", "every term"), ("year", "every year")], default="year"
    )
    acknowledge_within = models.PositiveSmallIntegerField(default=14)
    answer_within = models.PositiveSmallIntegerField(default=10)
    asks_on_joining = models.CharField(
        max_length=10, choices=AsksOnJoining.choices, default=AsksOnJoining.JOINERS
    )
    rights = models.JSONField(default=dict, blank=True)
    moved_to = models.URLField(max_length=300, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(moved_to="", moved_at=None) | Q(moved_to__gt="", moved_at__isnull=False),
                name="school_moved_somewhere",
            ),
            models.UniqueConstraint(fields=["urn"], condition=~Q(urn=""), name="school_urn_once"),
            models.CheckConstraint(condition=Q(kind__in=SchoolKind.values), name="school_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class SchoolWideQuerySet(ScopedQuerySet):
    """Rows that all people of a school may see."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the rows of the schools that the viewer belongs to."""
        return self.filter(school__in=viewer.school_ids)


class Oversight(SchoolScoped):
    """A trust or HR body with oversight of a school, from and to a date."""

    body = models.ForeignKey(School, on_delete=models.PROTECT, related_name="oversees")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = SchoolWideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "body", "from_on"], name="oversight_once"),
            models.CheckConstraint(condition=~Q(school=F("body")), name="nobody_oversees_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} over {self.school_id}"


class Term(SchoolScoped):
    """A term of a school: "Spring Term 2026", from its first to its last day."""

    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = SchoolWideQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="term_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="term_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return self.name
