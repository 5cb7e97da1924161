from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.references import new_reference
from belisha.base.scoped import SchoolScoped, Viewer
from belisha.cases.models.reports import Report
from belisha.cases.models.sealed import Sealed
from belisha.cases.models.visibility import ConfidentialQuerySet, visible_through
from belisha.cases.states import CaseState


class CaseQuerySet(ConfidentialQuerySet):
    """Cases, by viewer."""

    def visible_to(self, viewer: Viewer) -> "CaseQuerySet":
        """Return the cases that the viewer works on; never one that they are the subject of."""
        found: CaseQuerySet = visible_through(self, "case", viewer)
        return found


class IncidentCase(SchoolScoped, Sealed):
    """What is done about one or more reports.

    `category` is a playbook's. `is_image` cases take no file and no description (G84d). `facts` are
    circumstances that decide branches. `version_id` is the policy version by which it was begun.
    `opened_locks` are the names of locks that were opened, such as advice that came.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    category = models.SlugField(max_length=60)
    is_image = models.BooleanField(default=False)
    facts = models.JSONField(default=dict, blank=True)
    version_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=[(s, s) for s in CaseState], default=CaseState.OPEN)
    is_held = models.BooleanField(default=False)
    begun_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at"]
        indexes = [models.Index(fields=["school", "state", "begun_at"], name="case_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(CaseState)), name="case_state_known")
        ]

    def __str__(self) -> str:
        return f"case {self.reference}"


class CaseAccess(models.Model):
    """That a person or an office may see a report or a case, or is barred from it, and why.

    Access ends with `ended_at` and is never deleted. `why` names nobody.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="access")
    case = models.ForeignKey(IncidentCase, on_delete=models.PROTECT, null=True, related_name="access")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    office = models.SlugField(max_length=60, blank=True)
    is_barred = models.BooleanField(default=False)
    why = models.CharField(max_length=300)
    cites = models.CharField(max_length=120, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report=None, case__isnull=False) | Q(report__isnull=False, case=None),
                name="access_to_a_report_or_a_case",
            ),
            models.CheckConstraint(
                condition=Q(user=None) & ~Q(office="") | Q(user__isnull=False, office=""),
                name="access_of_a_person_or_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"access {self.pk}"


class ChronologyKind(models.TextChoices):
    """What an entry of the chronology is. The reporter reads `said` and `answer` and no other."""

    SAID = "said", "From the reporter"
    ANSWER = "answer", "To the reporter"
    NOTE = "note", "Note"
    FACT = "fact", "Recorded"
    CORRECTION = "correction", "Correction"
    DECISION = "decision", "Decision"
    WISH = "wish", "Wishes of the person harmed"
    SUPPORT = "support", "Support"
    MEETING = "meeting", "Meeting"
    ADVICE = "advice", "Advice received"
    TASK = "task", "Task"
    REFERRAL = "referral", "Referral"
    TAKEDOWN = "takedown", "Removal"
    ACCESS = "access", "Who sees it"
    PERSON = "person", "People"
    OUTCOME = "outcome", "Outcome"
    APPEAL = "appeal", "Appeal"
    EVIDENCE = "evidence", "Evidence"


class ChronologyEntry(models.Model):
    """An entry in the chronology of a report or a case. The words are sealed with the key of what it is in.

    The database refuses changes and deletion (see `triggers`); a correction is an entry that names another.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="entries")
    case = models.ForeignKey(IncidentCase, on_delete=models.PROTECT, null=True, related_name="entries")
    kind = models.CharField(max_length=12, choices=ChronologyKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField(blank=True)
    about = models.CharField(max_length=80, blank=True)
    cites = models.CharField(max_length=120, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report=None, case__isnull=False) | Q(report__isnull=False, case=None),
                name="entry_of_a_report_or_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class CasePart(models.TextChoices):
    """The part that somebody has in a case."""

    HARMED = "harmed", "Harmed"
    ALLEGED = "alleged", "Alleged to have done it"
    WITNESS = "witness", "Witness"
    REPORTER = "reporter", "Reporter"


class CasePerson(models.Model):
    """Somebody with a part in a case: a person of the school, a role, or a description, which is sealed.

    `mark` is a keyed hash of a person of the school, so that repeats can be found.
    """

    case = models.ForeignKey(IncidentCase, on_delete=models.PROTECT, related_name="people")
    part = models.CharField(max_length=10, choices=CasePart.choices)
    role = models.SlugField(max_length=60, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sealed = models.TextField(blank=True)
    mark = models.CharField(max_length=64, blank=True, db_index=True)
    added_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.part} {self.pk}"


class CaseMark(models.Model):
    """A handle or an address in a case, as a keyed hash: repeats show as a pattern.

    And nothing can be read.
    """

    case = models.ForeignKey(IncidentCase, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=10)
    sealed = models.TextField(blank=True)
    mark = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "kind", "mark"], name="case_mark_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
