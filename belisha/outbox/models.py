from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer


class NoticeState(models.TextChoices):
    """The state of a notice."""

    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    DROPPED = "dropped", "Not sent"


class Priority(models.TextChoices):
    """The hours and days on which a notice may be sent."""

    AT_ONCE = "at once", "At once: its reader asked for it just now"
    WORKING_DAYS = "working days", "On the school’s working days, outside its quiet hours"


class NoticeQuerySet(ScopedQuerySet):
    """Notices by viewer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Filter to the viewer's own, and those of schools whose people they look after."""
        own = Q(to=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        return self.filter(own | Q(school__in=viewer.managed_ids))


class Notice(SchoolScoped):
    """One mail to a person, or to the address of somebody who is no user yet.

    `key` says what it is for, so that it is queued once. The words name nobody but the reader. `pace` says
    on which hours and days it is sent. A notice with `overtakes` (not empty) replaces those of the same kind
    to the same person that still wait. `refused` is a keyed hash of an address that the mail server refused
    for good; it no longer counts once the person has another address. The text is removed when the mail is
    sent, because it may hold a link that signs somebody in. Old notices are deleted (`forget_old_mail`).
    """

    key = models.CharField(max_length=200)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    pace = models.CharField(max_length=12, choices=Priority.choices, default=Priority.WORKING_DAYS)
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
        """Return the address to send to today; empty if there is none or the account is closed."""
        if self.to is None:
            return self.address
        return (self.to.email or "") if self.to.is_active else ""
