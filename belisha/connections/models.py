from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.connections.states import DeliveryState
from belisha.people.models.tokens import KEEP


class ConnectionQuerySet(ScopedQuerySet):
    """Rows for those who look after a school's connections to other systems."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the rows of the schools whose connections the viewer looks after."""
        return self.filter(school__in=viewer.ids_with(KEEP))


class Webhook(SchoolScoped):
    """An address of another system that is told of `events`, signed with a secret that is stored encrypted.

    `read_to` is the number of the last event of the school's record that was looked at for it.
    """

    name = models.CharField(max_length=60)
    address = models.URLField(max_length=400)
    events = models.JSONField(default=list)
    secret = models.TextField()
    read_to = models.BigIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"webhook {self.pk}"


class WebhookDelivery(SchoolScoped):
    """One message to a webhook. `body` is what is sent, byte for byte: it names nobody.

    `number` is that of the event in the school's record (0: a trial). `tries` identifies a claim. `answer` is
    what came of the last attempt, as a sentence.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    number = models.BigIntegerField(default=0)
    event = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in DeliveryState], default=DeliveryState.WAITING
    )
    made_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=200, blank=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "number"], condition=Q(number__gt=0), name="webhook_event_once"
            ),
            models.CheckConstraint(condition=Q(state__in=list(DeliveryState)), name="delivery_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state__in=[DeliveryState.WAITING, DeliveryState.SENDING]),
                name="delivery_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
