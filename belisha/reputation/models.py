from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.reputation.states import MentionState, ReplyState

SEES = ("watch-reputation", "approve-reply")


class ReputationQuerySet(ScopedQuerySet):
    """Rows for those who look after the school's reputation."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of the schools whose reputation the viewer looks after."""
        return self.filter(school__in=viewer.ids_with(*SEES))


class WatchedPlace(SchoolScoped):
    """A public place where somebody looks for what is said of the school (K44a, K50b). Never a person's.

    `kind` is a key of `library/reputation/places.toml`. `office` looks there every `days`. `feed` is an
    address of RSS or Atom that brings mentions in. `feed_trouble` says what was wrong with it at the last
    try.
    """

    kind = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    address = models.URLField(max_length=500)
    feed = models.URLField(max_length=500, blank=True)
    days = models.PositiveSmallIntegerField(default=28)
    office = models.SlugField(max_length=60)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    feed_trouble = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ReputationQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "address"], condition=Q(ended_at__isnull=True), name="watched_place_once"
            ),
            models.CheckConstraint(condition=Q(days__gte=1), name="watched_place_has_a_cadence"),
        ]

    def __str__(self) -> str:
        return self.title


class PlaceLook(SchoolScoped):
    """One look at a place: also "checked, nothing found" (K50b)."""

    place = models.ForeignKey(WatchedPlace, on_delete=models.PROTECT, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    found = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)

    objects = ReputationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"look at place {self.place_id}"


class Tone(models.TextChoices):
    """How a mention speaks of the school, as a person judges it."""

    PRAISE = "praise", "Praise"
    CRITICISM = "criticism", "Criticism"
    NEITHER = "neither", "Neither"


class Mention(SchoolScoped):
    """Something said of the school in public (K48a). Who said it is not kept.

    `excerpt` is encrypted. `link_hash` and `text_hash` let each come in once, and again only if it changed.
    `heard` lists what the words may be: "danger", "allegation", "access", "complaint". `outcome` is a key of
    `library/reputation/path.toml`, `steps` the answers on the way to it.
    """

    place = models.ForeignKey(
        WatchedPlace, on_delete=models.PROTECT, null=True, blank=True, related_name="mentions"
    )
    link = models.URLField(max_length=1000)
    link_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    excerpt = models.TextField(blank=True)
    text_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    topic = models.CharField(max_length=120, blank=True)
    tone = models.CharField(max_length=10, choices=Tone.choices, blank=True)
    heard = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=12, choices=[(s, s) for s in MentionState], default=MentionState.NEW)
    outcome = models.SlugField(max_length=40, blank=True)
    steps = models.JSONField(default=dict, blank=True)
    office = models.SlugField(max_length=60, blank=True)
    due_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ReputationQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at", "-pk"]
        indexes = [models.Index(fields=["school", "state", "seen_at"], name="mention_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["school", "link_hash"], name="mention_once"),
            models.CheckConstraint(
                condition=~Q(state=MentionState.DECIDED) | ~Q(outcome=""),
                name="mention_decided_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"mention {self.pk}"


class MentionReply(SchoolScoped):
    """A reply to a mention: drafted by one, approved by another, sent by hand with its link pasted back."""

    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="replies")
    words = models.TextField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in ReplyState], default=ReplyState.DRAFTED)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_link = models.URLField(max_length=1000, blank=True)

    objects = ReputationQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
                name="reply_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=ReplyState.DRAFTED, approved_by__isnull=True)
                | (~Q(state=ReplyState.DRAFTED) & Q(approved_by__isnull=False)),
                name="reply_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"reply {self.pk} to mention {self.mention_id}"
