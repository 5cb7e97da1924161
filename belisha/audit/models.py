from typing import Self

from django.db import models
from django.utils import timezone

from belisha.base.scoped import ScopedQuerySet, Viewer

LONGEST = {"verb": 80, "subject": 250, "refused": 300}
"""How many letters these fields of an event hold, on every database alike."""


class EventQuerySet(ScopedQuerySet):
    """Events, by who looks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the schools whose record the viewer may read."""
        return self.filter(chain__in=viewer.ids_with("see-record"))


class Event(models.Model):
    """One thing that was done, or was refused. It is written once: nothing changes or removes it.

    There are no foreign keys: the record outlives what it speaks of. `chain` is the school's id, or 0 for
    what belongs to none; `number` counts the events of one chain from 1 without a gap. `by` is the id of the
    user. `subject` names the thing ("version 12"), `detail` holds values without anybody's name. `hash`
    covers every field and `previous`, the hash of the event before it. The database itself refuses to change
    or remove an event, or to put one anywhere but at the end (see `guard.py`).
    """

    chain = models.BigIntegerField(default=0)
    number = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.BigIntegerField(null=True, blank=True)
    verb = models.CharField(max_length=LONGEST["verb"])
    subject = models.CharField(max_length=LONGEST["subject"])
    detail = models.JSONField(default=dict)
    refused = models.CharField(max_length=LONGEST["refused"], blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["chain", "number"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="event_once")]

    def __str__(self) -> str:
        return f"{self.chain}/{self.number} {self.verb}"


class Head(models.Model):
    """The end of one chain: how many events it has, and the hash of the newest.

    Whoever writes an event holds this row, so that two never take the same number. `seal` is a keyed hash of
    the other fields: with the database alone, without the site's key, nobody can write a chain anew.
    """

    chain = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["chain"]

    def __str__(self) -> str:
        return f"chain {self.chain} to {self.number}"
