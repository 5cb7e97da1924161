from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.retention_schedule import RetentionPeriod, RetentionTrigger
from belisha.base.scoped import SchoolScoped, ScopedQuerySet, Viewer
from belisha.retention.states import UNFINISHED, DisposalState, RequestState

KEEPS = ("keep-data-protection", "approve-disposal")


class DataProtectionQuerySet(ScopedQuerySet):
    """Rows for those who look after personal data."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of the schools where the viewer looks after personal data."""
        return self.filter(school__in=viewer.ids_with(*KEEPS))


class RetentionSetting(SchoolScoped):
    """A school's own period for a kind of record, with its reason. History is kept: the newest holds."""

    kind = models.SlugField(max_length=40)
    trigger = models.CharField(max_length=12, choices=[(each, each) for each in RetentionTrigger])
    years = models.PositiveSmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = DataProtectionQuerySet.as_manager()

    class Meta:
        ordering = ["-set_at", "-pk"]
        indexes = [models.Index(fields=["school", "kind"], name="retention_setting_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.period}"

    @property
    def period(self) -> RetentionPeriod:
        """Return the length of time."""
        return RetentionPeriod(self.years, self.months)


class LegalHold(SchoolScoped):
    """A reason to destroy nothing of a room, of one of its rows, or about a person, whatever its period.

    `holding` is the key of a holding (empty: every room), `row` the id of a row, `person` a person.
    """

    holding = models.SlugField(max_length=60, blank=True)
    row = models.BigIntegerField(null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = DataProtectionQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(holding="") | Q(person__isnull=False), name="hold_of_a_room_or_a_person"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="hold_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Disposal(SchoolScoped):
    """The destruction of what one room has kept long enough: exactly the rows that were shown.

    `until` is the latest day of the trigger that is due. `destroyed` and `spared` count as it goes on,
    so that it can be taken up again. `certificate` is the sealed statement once it is complete.
    """

    holding = models.SlugField(max_length=60)
    kind = models.SlugField(max_length=40)
    trigger = models.CharField(max_length=12)
    period = models.CharField(max_length=60)
    until = models.DateField()
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in DisposalState], default=DisposalState.PREPARED
    )
    total = models.PositiveIntegerField()
    destroyed = models.PositiveIntegerField(default=0)
    spared = models.PositiveIntegerField(default=0)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    certificate = models.TextField(blank=True)

    objects = DataProtectionQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "holding"],
                condition=Q(state__in=list(UNFINISHED)),
                name="one_open_disposal",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(state=DisposalState.PREPARED),
                name="disposal_decided_by_somebody",
            ),
            # The database itself keeps two people: nobody approves what they prepared.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(state=DisposalState.CANCELLED)
                | ~Q(decided_by=models.F("prepared_by")),
                name="disposal_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=DisposalState.DESTROYED) | ~Q(certificate=""),
                name="disposal_ends_with_a_certificate",
            ),
        ]

    def __str__(self) -> str:
        return f"disposal {self.pk}"


class DisposalItem(SchoolScoped):
    """One row of a disposal, by its id. `is_spared`: it was no longer due when its turn came."""

    disposal = models.ForeignKey(Disposal, on_delete=models.CASCADE, related_name="items")
    row = models.BigIntegerField()
    is_done = models.BooleanField(default=False)
    is_spared = models.BooleanField(default=False)

    objects = DataProtectionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["disposal", "row"], condition=Q(is_done=False), name="disposal_item_waiting")
        ]

    def __str__(self) -> str:
        return f"row {self.row} of disposal {self.disposal_id}"


class DisposalStub(SchoolScoped):
    """What may still be counted of destroyed rows: how many of one kind, from one year, with equal facets."""

    holding = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField()
    facets = models.JSONField(default=dict)
    facets_hash = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    objects = DataProtectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "holding", "year", "facets_hash"], name="stub_once")
        ]

    def __str__(self) -> str:
        return f"{self.count} of {self.holding}, {self.year}"


class DataRequestKind(models.TextChoices):
    """What somebody asks about their own data."""

    ACCESS = "access", "See it (subject access)"
    CORRECTION = "correction", "Correct it"
    ERASURE = "erasure", "Erase it"


class DataRequest(SchoolScoped):
    """A person's request about their own data, with its clock. `words` and `answer` are encrypted.

    `due_on` is a month after it came in, or after the person showed who they are if the school had to ask.
    `extended_why`: two months more, with the reason that the person was told.
    """

    kind = models.CharField(max_length=10, choices=DataRequestKind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField(blank=True)
    received_on = models.DateField()
    identity_shown_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    extended_why = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in RequestState], default=RequestState.RECEIVED
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DataProtectionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.RECEIVED, ended_at__isnull=True)
                | (~Q(state=RequestState.RECEIVED) & Q(ended_at__isnull=False)),
                name="data_request_ended_at_an_instant",
            )
        ]

    def __str__(self) -> str:
        return f"data request {self.pk}"


class Breach(SchoolScoped):
    """A breach of personal data. `what` and `measures` are encrypted; they name nobody who need not be named.

    The Information Commissioner is told within 72 hours of `noticed_at`, unless a risk to people is unlikely:
    then `not_told_because` says why. `link` is the page where it began, such as a published post.
    """

    what = models.TextField()
    noticed_at = models.DateTimeField()
    people = models.PositiveIntegerField(default=0)
    is_risky = models.BooleanField(null=True, blank=True)
    link = models.CharField(max_length=300, blank=True)
    measures = models.TextField(blank=True)
    told_commissioner_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    not_told_because = models.CharField(max_length=300, blank=True)
    told_people_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DataProtectionQuerySet.as_manager()

    class Meta:
        ordering = ["-noticed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(told_commissioner_at__isnull=False)
                | ~Q(not_told_because=""),
                name="breach_closed_once_told_or_reasoned",
            )
        ]

    def __str__(self) -> str:
        return f"breach {self.pk}"
