"""What this room keeps: decisions of governors, and agreements to share figures."""

from django.db.models import F, Q

from belisha.base.holdings import Holding, Subject, exempt, holding
from belisha.governance.models import GovernorsAction, ReportSharing

holding(
    Holding(
        key="governors-actions",
        model=GovernorsAction,
        title="What governors decided to do",
        kind="governance",
        about=lambda user: Q(recorded_by=user),
        subjects=lambda row: [Subject("who recorded it", row.recorded_by_id)],
        disclosed=lambda row, _: [("You recorded", row.what), ("Decided on", str(row.decided_on))],
        triggers={"made": F("decided_on")},
        stub=lambda row: {"done": "yes" if row.done_on else "no"},
    )
)
exempt(ReportSharing, "which body adds up the school’s figures")
