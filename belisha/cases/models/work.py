from django.conf import settings
from django.db import models
from django.utils import timezone

from belisha.cases.models.cases import IncidentCase
from belisha.cases.states import ReferralState, TakedownState, TaskState


class CaseTask(models.Model):
    """A step of the playbook in a case: what, by whom, by which clause or guidance, and what it waits for.

    `words_by` is the policy's own time limit, `due_at` the instant if it can be counted. `paused_at` stops
    the clock. `sealed_result` says what came of it, or why it is not needed.
    """

    case = models.ForeignKey(IncidentCase, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    do = models.CharField(max_length=400)
    who = models.CharField(max_length=100, blank=True)
    words_by = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    locked_until = models.CharField(max_length=100, blank=True)
    warning = models.CharField(max_length=400, blank=True)
    cites = models.JSONField(default=list, blank=True)
    clause = models.CharField(max_length=100, blank=True)
    origin = models.CharField(max_length=12, default="policy")
    source = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=[(s, s) for s in TaskState], default=TaskState.TO_DO)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sealed_result = models.TextField(blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    sealed_pause = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_task_once")]

    def __str__(self) -> str:
        return f"task {self.number}"


class Referral(models.Model):
    """What is referred to an outside body.

    Sent is not acknowledged, and none ends without a reference or a reason.
    """

    case = models.ForeignKey(IncidentCase, on_delete=models.PROTECT, related_name="referrals")
    to = models.SlugField(max_length=60)
    why = models.CharField(max_length=400, blank=True)
    cites = models.CharField(max_length=120, blank=True)
    state = models.CharField(
        max_length=14, choices=[(s, s) for s in ReferralState], default=ReferralState.TO_MAKE
    )
    due_at = models.DateTimeField(null=True, blank=True)
    sealed_reference = models.TextField(blank=True)
    sealed_answer = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "to"], name="referral_once")]

    def __str__(self) -> str:
        return f"referral {self.pk}"


class AskedOf(models.TextChoices):
    """Who is asked to remove something."""

    PERSON = "person", "The person who posted it"
    PLATFORM = "platform", "The platform"


class Takedown(models.Model):
    """A request to remove something, until it is gone, and the look whether it came back."""

    case = models.ForeignKey(IncidentCase, on_delete=models.PROTECT, related_name="takedowns")
    asked_of = models.CharField(max_length=10, choices=AskedOf.choices)
    platform = models.CharField(max_length=100, blank=True)
    sealed_address = models.TextField(blank=True)
    sealed_reference = models.TextField(blank=True)
    cites = models.CharField(max_length=120, blank=True)
    state = models.CharField(
        max_length=12, choices=[(s, s) for s in TakedownState], default=TakedownState.ASKED
    )
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    escalated_to = models.SlugField(max_length=60, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    look_again_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"takedown {self.pk}"


class CaseFinding(models.TextChoices):
    """What a case came to."""

    BREACH = "breach", "The policy was breached"
    NO_BREACH = "no-breach", "The policy was not breached"
    NOT_KNOWN = "not-known", "It could not be found out"


class CaseOutcome(models.Model):
    """The outcome: what was found, which clauses were breached, what follows by the policy, and the lesson.

    `breached` are ids of clauses. The newest one counts.
    """

    case = models.ForeignKey(IncidentCase, on_delete=models.PROTECT, related_name="outcomes")
    finding = models.CharField(max_length=10, choices=CaseFinding.choices)
    breached = models.JSONField(default=list, blank=True)
    follows_from = models.CharField(max_length=100, blank=True)
    sealed_consequence = models.TextField(blank=True)
    sealed_reasons = models.TextField(blank=True)
    sealed_lesson = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"outcome {self.pk}"


class AppealResult(models.TextChoices):
    """What an appeal came to."""

    UPHELD = "stands", "The outcome stands"
    CHANGED = "changed", "The outcome is changed"


class Appeal(models.Model):
    """An appeal against an outcome. Another person than the one who decided hears it."""

    outcome = models.ForeignKey(CaseOutcome, on_delete=models.PROTECT, related_name="appeals")
    by_part = models.CharField(max_length=10)
    sealed_grounds = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    result = models.CharField(max_length=10, choices=AppealResult.choices, blank=True)
    sealed_reasons = models.TextField(blank=True)
    heard_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"appeal {self.pk}"
