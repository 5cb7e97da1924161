from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer


class NoticeState(models.TextChoices):
    """Where a notice is on its way."""

    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    DROPPED = "dropped", "Not sent"


class Pace(models.TextChoices):
    """Which hours and days a notice keeps."""

    AT_ONCE = "at once", "At once"
    HOURS = "hours", "Outside the school’s quiet hours"
    WORKING_DAYS = "working days", "On the school’s working days, outside its quiet hours"


class NoticeQuerySet(ScopedQuerySet):
    """Notices, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Your own, and those of the schools whose people you look after."""
        own = Q(to=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        return self.filter(own | Q(school__in=viewer.managed_ids))


class Notice(SchoolScoped):
    """One mail to one person, or to the address of somebody who is no user yet, kept until it is taken.

    `key` says what it is for, so that it is written once however often it is asked for. The words carry no
    names but the reader's own. `pace` is which quiet hours and days it keeps. Of the notices to one person
    that are still waiting, one with the same `overtakes` (not empty) takes the place of those before it.
    `refused` is a keyed hash of the address that the mail server refused for good: when the person has
    another address, it does not count any more. The text is removed once it is sent: it may hold a link that
    lets somebody in. A notice that went its way is forgotten after a while (`forget_old_mail`).
    """

    key = models.CharField(max_length=200)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    pace = models.CharField(max_length=12, choices=Pace.choices, default=Pace.HOURS)
    overtakes = models.SlugField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    refused = models.CharField(max_length=64, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["not_before", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(to__isnull=False, address="") | (Q(to__isnull=True) & ~Q(address="")),
                name="notice_to_a_person_or_an_address",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state__in=["waiting", "sending"]),
                name="notice_waiting",
            ),
            models.Index(fields=["school", "to"], condition=~Q(refused=""), name="notice_refused"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def goes_to(self) -> str:
        """The address that it goes to today; empty where there is none, or the account is closed."""
        if self.to is None:
            return self.address
        return (self.to.email or "") if self.to.is_active else ""
