"""What this room keeps about people: evidence, which goes with the case or report that it belongs to."""

from belisha.base.holdings import Holding, holding
from belisha.evidence.models import EvidenceItem, Release
from belisha.evidence.record import EvidenceEvent

holding(
    Holding(
        key="evidence",
        model=EvidenceItem,
        title="Evidence",
        kind="evidence",
        kept_because="It goes with the case or report that it belongs to, and is destroyed with that.",
        looks=(
            EvidenceEvent.LOOKED_AT_EVIDENCE,
            EvidenceEvent.COPIED_EVIDENCE,
            EvidenceEvent.READ_EVIDENCE_AS_CHAT,
            EvidenceEvent.READ_EVIDENCE_AS_EMAIL,
            EvidenceEvent.HANDED_EVIDENCE_TO_POLICE,
        ),
        noun="evidence",
        parts=(Release,),
    )
)
