from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer


class ContactQuerySet(ScopedQuerySet):
    """Contacts of schools."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the contacts of the schools that the viewer belongs to."""
        return self.filter(school__in=viewer.school_ids)

    def on(self, day: date) -> Self:
        """Return the contacts that hold on a day."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)


class SchoolContact(SchoolScoped):
    """How a school reaches an office or an outside body that its policy names (G84f, G56c, K102b, B123).

    `word` is a role or a party of the vocabulary (`dsl`, `lado`). Holders of an office are known from their
    roles; a contact says how they are reached, or names somebody who has no account here. Contacts end, they
    are not overwritten: who could be reached on a day stays known. `is_public` contacts are shown to people
    without an account, the others to the school's own people only.
    """

    word = models.CharField(max_length=60)
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(max_length=400, blank=True)
    reachable = models.CharField(max_length=120, blank=True)
    is_deputy = models.BooleanField(default=False)
    is_public = models.BooleanField(default=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["word", "is_deputy", "name", "pk"]
        indexes = [models.Index(fields=["school", "word"], name="contact_by_word")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="contact_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email="") | ~Q(address=""), name="contact_can_be_reached"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} at {self.school_id}"

    @property
    def dial(self) -> str:
        """Return the number as a `tel:` link holds it."""
        return "".join(each for each in self.phone if each in "+0123456789")

    @property
    def how(self) -> str:
        """Return the ways to reach them as one line of text."""
        return ", ".join(each for each in (self.phone, self.email, self.reachable) if each)
