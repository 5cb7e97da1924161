from typing import Self

from django.db import models
from django.utils import timezone

from belisha.base.models import EncryptedFile
from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer


def confidential_chain(school_id: int) -> int:
    """Return the id of the chain with what is confidential at a school: its own id below nought."""
    return -school_id


LONGEST = {"verb": 80, "subject": 250, "refused": 300}
"""The maximum length of these fields of an event, on every database."""


class EventQuerySet(ScopedQuerySet):
    """Events that a viewer may see."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the events of the schools whose record the viewer may read."""
        return self.filter(chain__in=viewer.ids_with("see-record"))

    def confidential(self, school_id: int) -> Self:
        """Return the confidential events of a school. Whoever asks must have checked who may see them."""
        return self.filter(chain=confidential_chain(school_id))


class Event(models.Model):
    """Something that was done or refused. It is written once and never changed or removed.

    There are no foreign keys: the record outlives what it is about. `chain` is the school's id, 0 for events
    of no school, or the school's id below nought for its confidential events. `number` counts the events of a
    chain from 1 without gaps. `by` is the user's id. `subject` names the thing ("version 12"). `detail` holds
    values without anybody's name. `hash` covers every field and `previous`, the hash of the event before. The
    database itself refuses to change or remove an event, or to add one anywhere but at the end (see
    `triggers.py`).
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
    """The end of a chain: how many events it has, and the hash of the newest.

    Writing an event locks this row, so that no number is used twice. `seal` is a keyed hash of the other
    fields: nobody can rewrite a chain with the database alone, without the site's key.
    """

    chain = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["chain"]

    def __str__(self) -> str:
        return f"chain {self.chain} to {self.number}"


class MovedRecord(SchoolScoped):
    """The record of a school as it was written elsewhere, before the school moved here.

    `file` holds its events line by line, each as it was. Here they stand again with the ids of this place:
    each of theirs and `offset`. `number` and `hash` are where the chain ended there, which the first event
    that was written here names too. `seal_keys` are the public keys of the former places, by which what was
    sealed there still verifies.
    """

    is_confidential = models.BooleanField(default=False)
    offset = models.BigIntegerField()
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    seal_keys = models.JSONField(default=list)
    file = models.OneToOneField(EncryptedFile, on_delete=models.PROTECT)
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"record from elsewhere {self.pk}"

    @property
    def chain(self) -> int:
        """Return the id of the chain in which the events stand here."""
        return confidential_chain(self.school_id) if self.is_confidential else self.school_id
