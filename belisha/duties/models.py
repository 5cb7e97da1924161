from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from belisha.base.clock import today
from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.people.models import Membership


class DutyQuerySet(ScopedQuerySet):
    """Duties by viewer and by status."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Filter to the viewer's own duties, their offices' and team's, and all where they `see-state`.

        A confidential duty is seen by whoever owes it alone.
        """
        if viewer.user_id is None:
            return self.none()
        own = Q(person=viewer.user_id)
        for school, role in viewer.offices:
            own |= Q(school=school, office=role)
        managed = Membership.objects.filter(
            school=OuterRef("school"), user=OuterRef("person"), line_manager=viewer.user_id
        )
        others = Q(school__in=viewer.ids_with("see-state")) | Exists(managed.on(today()))
        return self.filter(own | (others & Q(is_confidential=False)))

    def open(self) -> Self:
        """Filter to the duties still to be done."""
        return self.filter(done_at__isnull=True, dropped_at__isnull=True)

    def missed(self) -> Self:
        """Filter to the duties whose period ended before they were done."""
        return self.filter(is_missed=True)


class Duty(SchoolScoped):
    """Something due from a person or an office, by a day, and the clause that asks for it.

    `source` is the room that asks for it ("training"). `key` says what it is about, so that it is opened
    once: `acknowledge 12 person 7`. `link` is the page where it is done. `how` says how it was done, with any
    evidence. `dropped_why` says why it no longer has to be done ("left the school").

    `period_from` and `period_to` are the days of the period that it is for, if it recurs. If that ends
    before it is done it is missed: it is dropped with `is_missed` and stays so. `missed_before` marks one
    whose predecessor was missed. `sequence` counts its changes and `changed_at` is the last, for calendars.
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
    changed_at = models.DateTimeField(default=timezone.now)
    sequence = models.PositiveIntegerField(default=0)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    is_missed = models.BooleanField(default=False)
    missed_before = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)

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
            models.CheckConstraint(
                condition=Q(is_missed=False) | Q(dropped_at__isnull=False), name="duty_missed_is_dropped"
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
            models.Index(fields=["school", "period_to"], condition=Q(is_missed=True), name="duty_missed"),
        ]

    def __str__(self) -> str:
        return self.key


class Sweep(SchoolScoped):
    """When a school was last swept, what failed then, and whether the clock has been doubted since.

    `faults` has the name of each source that failed, with the day since which it does.
    A clock that jumps is trusted only after a day of consistent time: `doubted_at` is when the jump was first
    seen.
    """

    swept_on = models.DateField(null=True, blank=True)
    doubted_on = models.DateField(null=True, blank=True)
    doubted_at = models.DateTimeField(null=True, blank=True)
    faults = models.JSONField(default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="sweep_once")]

    def __str__(self) -> str:
        return f"sweep of school {self.school_id}"


class SweepRequest(SchoolScoped):
    """A request to sweep a school soon, because something changed that decides what is due from whom.

    Rows are only added and deleted, so that people who change things at one school never wait for each other.
    """

    made_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"sweep of school {self.school_id} requested"


class ReminderFrequency(models.IntegerChoices):
    """How many days lie at least between two reminder mails from one school."""

    WEEKLY = 7, "Once a week at most"
    FORTNIGHTLY = 14, "Once every two weeks at most"
    MONTHLY = 28, "Once every four weeks at most"


class ReminderSetting(SchoolScoped):
    """How often a person wants reminders from a school, and what the last one said.

    `hears_at_once`: whether what somebody hands to them is told on the next school day, however recent the
    last mail is.

    `content` is a hash of what the last mail listed, and `repeats` how often in a row it said the same.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    frequency = models.PositiveSmallIntegerField(
        choices=ReminderFrequency.choices, default=ReminderFrequency.WEEKLY
    )
    hears_at_once = models.BooleanField(default=False)
    sent_on = models.DateField(null=True, blank=True)
    content = models.CharField(max_length=64, blank=True)
    repeats = models.PositiveSmallIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "person"], name="reminder_setting_once")]

    def __str__(self) -> str:
        return f"reminders to person {self.person_id} at school {self.school_id}"


class FeedAlarm(models.TextChoices):
    """When a calendar gives an alarm for each duty of a link."""

    NONE = "", "No alarm"
    ON_THE_DAY = "day", "At 9am on the day"
    DAY_BEFORE = "before", "At 9am the day before"
    WEEK_BEFORE = "week", "At 9am a week before"


class FeedQuerySet(models.QuerySet["Feed"]):
    """Calendar links by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Filter to the viewer's own links."""
        return self.filter(person=viewer.user_id) if viewer.user_id else self.none()

    def open(self) -> Self:
        """Filter to links that still work."""
        return self.filter(ended_at__isnull=True)


class Feed(models.Model):
    """A secret link to a calendar of duties at one school: the person's own, or those of their `office`.

    The link holds a token; only its hash is stored. It works until it is ended, while `person` belongs to
    the school and holds the office.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey(
        "people.School", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.SlugField(max_length=60, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    alarm = models.CharField(max_length=6, choices=FeedAlarm.choices, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=False) | Q(ended_at__isnull=False),
                name="open_feed_is_of_one_school",
            )
        ]

    def __str__(self) -> str:
        return f"calendar {self.pk}"
