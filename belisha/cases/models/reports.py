from django.db import models
from django.db.models import Q
from django.utils import timezone

from belisha.base.references import new_reference
from belisha.base.scoped import SchoolScoped, Viewer
from belisha.cases.models.sealed import Sealed
from belisha.cases.models.visibility import ConfidentialQuerySet, visible_through
from belisha.cases.states import ReportState


class ReportQuerySet(ConfidentialQuerySet):
    """Reports, by viewer."""

    def visible_to(self, viewer: Viewer) -> "ReportQuerySet":
        """Return the reports that came to the viewer, or that belong to a case of theirs.

        Never one on them.
        """
        found: ReportQuerySet = visible_through(self, "report", viewer)
        return found


class Report(SchoolScoped, Sealed):
    """What somebody said has happened, as they said it.

    Everything that they typed is sealed under the report's own key: `sealed` is JSON (see
    `intake.SentReport`). `receipt_hash` and `stamp_hash` are hashes; no network address is kept. `role` and
    `category` say in one word each who reports and what it is likely about; `about` are the offices that it
    is about. `origin` names the entry of a register that it was made of ("contacts 12").
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    receipt_hash = models.CharField(max_length=64, unique=True)
    stamp_hash = models.CharField(max_length=64, blank=True, db_index=True)
    role = models.SlugField(max_length=60)
    category = models.SlugField(max_length=60, blank=True)
    about = models.JSONField(default=list, blank=True)
    sealed = models.TextField()
    is_urgent = models.BooleanField(default=False)
    is_image = models.BooleanField(default=False)
    is_quarantined = models.BooleanField(default=False)
    state = models.CharField(
        max_length=20, choices=[(s, s) for s in ReportState], default=ReportState.RECEIVED
    )
    case = models.ForeignKey(
        "cases.IncidentCase", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    happened_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    answer_due_on = models.DateField()
    origin = models.CharField(max_length=60, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["school", "state", "made_at"], name="report_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ReportState)), name="report_state_known")
        ]

    def __str__(self) -> str:
        return f"report {self.reference}"
