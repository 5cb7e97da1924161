from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from belisha.base.clock import today
from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.people.models import Membership


class DutyQuerySet(ScopedQuerySet):
    """Duties, by who looks and where they stand."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Your own, your offices', those of whom you manage, and all where you see how things stand."""
        if viewer.user_id is None:
            return self.none()
        seen = Q(person=viewer.user_id) | Q(school__in=viewer.ids_with("see-state"))
        for school, role in viewer.offices:
            seen |= Q(school=school, office=role)
        managed = Membership.objects.filter(
            school=OuterRef("school"), user=OuterRef("person"), line_manager=viewer.user_id
        )
        return self.filter(seen | Exists(managed.on(today())))

    def open(self) -> Self:
        """Those that are still to be done."""
        return self.filter(done_at__isnull=True, dropped_at__isnull=True)


class Duty(SchoolScoped):
    """Something that is due: what, of whom (a person or an office), by when, and the clause that says so.

    `source` is the part of the site that asks for it ("training"), `key` what it is about, so that it is
    opened once: `acknowledge 12 person 7`. `link` is where it is done. `how` says how it was done, and with
    what evidence. `dropped_why` says why nobody has to do it any more ("left the school").
    """

    source = models.SlugField(max_length=40)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    clause = models.SlugField(max_length=100, blank=True)
    cites = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="duties"
    )
    office = models.SlugField(max_length=60, blank=True)
    due_on = models.DateField()
    opened_on = models.DateField()
    link = models.CharField(max_length=200, blank=True)
    by_hand = models.BooleanField(default=False)
    late_to = models.SlugField(max_length=60, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    how = models.CharField(max_length=300, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_why = models.CharField(max_length=200, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    remind_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="duty_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, office="") | (Q(person__isnull=True) & ~Q(office="")),
                name="duty_of_a_person_or_an_office",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(dropped_at__isnull=True), name="duty_done_or_dropped"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "person", "due_on"], name="duty_by_person"),
            models.Index(
                fields=["school", "source"],
                condition=Q(done_at__isnull=True, dropped_at__isnull=True),
                name="duty_open",
            ),
            models.Index(
                fields=["school", "remind_on"],
                condition=Q(done_at__isnull=True, dropped_at__isnull=True, remind_on__isnull=False),
                name="duty_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Sweep(SchoolScoped):
    """When a school was last swept, and whether the clock was doubted since.

    A clock that jumps is believed only after it has stood by its word for a day: `doubted_at` is when it was
    first seen to have jumped.
    """

    swept_on = models.DateField(null=True, blank=True)
    doubted_on = models.DateField(null=True, blank=True)
    doubted_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="sweep_once")]

    def __str__(self) -> str:
        return f"sweep of school {self.school_id}"


class FeedQuerySet(models.QuerySet["Feed"]):
    """Calendar links, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Your own."""
        return self.filter(person=viewer.user_id) if viewer.user_id else self.none()

    def open(self) -> Self:
        """Those that still work."""
        return self.filter(ended_at__isnull=True)


class Feed(models.Model):
    """A secret link to a calendar of duties: one's own (no office), or those of an office that one holds.

    The link holds a token; only its hash is kept. It works while `person` belongs to the school and holds
    the office, and until it is ended.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.SlugField(max_length=60, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=True, office="") | (Q(school__isnull=False) & ~Q(office="")),
                name="feed_of_a_person_or_an_office",
            )
        ]

    def __str__(self) -> str:
        return f"calendar {self.pk}"
